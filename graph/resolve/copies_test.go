package resolve

import (
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// TestCopies: which two records of a start are one record.
func TestCopies(t *testing.T) {
	v := func(more values) values {
		return values{graph.ParentPID: "28", graph.SubjectLogonID: "0x3e7"}.with(more)
	}
	first := func() *graph.StoredObservation { return securityStart(7, "09:00:00.1234567", 8, cmd, v(nil)) }
	for _, c := range []struct {
		name     string
		other    *graph.StoredObservation
		one      bool
		conflict bool
	}{
		{"fewer digits", securityStart(7, "09:00:00.123", 8, cmd, v(nil)), true, false},
		{"whole seconds", securityStart(7, "09:00:00", 8, cmd, v(nil)), true, false},
		{"a lost field", securityStart(7, "09:00:00.123", 8, cmd, values{graph.ParentPID: "28"}), true, false},
		{"another PID", securityStart(7, "09:00:00.123", 12, cmd, v(nil)), false, true},
		{"another parent", securityStart(7, "09:00:00.123", 8, cmd, v(values{graph.ParentPID: "32"})), false, true},
		{"another image", securityStart(7, "09:00:00.123", 8, app, v(nil)), false, true},
		{"another time", securityStart(7, "09:00:05", 8, cmd, v(nil)), false, true},
		{"another number", securityStart(8, "09:00:00.123", 8, cmd, v(nil)), false, false},
		{"no number", securityStart(0, "09:00:00.123", 8, cmd, v(nil)), true, false},
		{"no number, a second later", securityStart(0, "09:00:01.123", 8, cmd, v(nil)), false, false},
	} {
		h := resolveRecords(first(), c.other)
		want := 0
		if c.one {
			want = 1
		}
		if got := len(h.processes.all) - stubsOf(h); h.Dropped() != want || got != 2-want {
			t.Errorf("%s: %d dropped, %d processes", c.name, h.Dropped(), got)
		}
		conflict := false
		for _, p := range h.problems {
			conflict = conflict || p.class == graph.RecordNumberConflict
		}
		if conflict != c.conflict {
			t.Errorf("%s: told as a conflict: %v", c.name, conflict)
		}
	}
}

func stubsOf(h *Host) (n int) {
	for _, l := range h.processes.all {
		if !l.observed() {
			n++
		}
	}
	return n
}

// TestCopiesCompleteEachOther: what one copy lacks is taken from the other, and the more exact time.
func TestCopiesCompleteEachOther(t *testing.T) {
	one := securityStart(7, "09:00:00", 8, cmd, values{graph.CommandLine: "cmd.exe", graph.ParentPID: "28", graph.SubjectLogonID: "0x3e7"})
	two := securityStart(7, "09:00:00.1234567", 8, cmd, values{graph.TokenElevation: "%%1936"})
	for _, records := range [][]*graph.StoredObservation{{one, two}, {two, one}} {
		r := resolveAll(t, records...)
		p := r.process(t, 8, "09:00:00")
		if p.CommandLine != "cmd.exe" || p.TokenElevation != "%%1936" {
			t.Errorf("%+v", p)
		}
	}
}

// TestRecordsThatAreMissing: gaps between what was read, logs that were cleared, times that cannot be read.
func TestRecordsThatAreMissing(t *testing.T) {
	cleared := observed(graph.LogCleared, "system", 104, 3, "09:00:00", values{graph.ClearedLog: "Security", graph.SubjectName: "alice", graph.SubjectDomain: "EXAMPLE"})
	r := NewRecords()
	r.Add(cleared)
	r.Add(securityStart(4, "", 8, cmd, nil))
	h := r.Resolve([]graph.RecordRange{
		{Log: "security", Lo: 30, Hi: 40}, {Log: "security", Lo: 1, Hi: 9}, {Log: "security", Lo: 5, Hi: 12},
		{Log: "system", Lo: 1, Hi: 9}, {Log: "system", Lo: 10, Hi: 20},
	})
	d := NewDirectory(map[string]Facts{"host1": h.Facts()})
	all := resolved{h.HostGraph(d, "h:host1"), d}
	if got := all.detail(graph.RecordGap); !strings.HasPrefix(got, "security log") || !strings.HasSuffix(got, ": 13 to 29") || len(all.about(graph.RecordGap)) != 1 {
		t.Errorf("gaps: %q", got)
	}
	for _, w := range all.Warnings {
		if w.Class == graph.LogClearedWarning && (w.Log != "Security" || !isAt(w.Time, "09:00:00") || w.User != `u:example\alice`) {
			t.Errorf("cleared: %+v", w)
		}
	}
	if len(all.about(graph.LogClearedWarning)) != 1 || len(all.about(graph.TimeUnparseableWarning)) != 1 {
		t.Errorf("the warnings are %+v", all.Warnings)
	}
}
