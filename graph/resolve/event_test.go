package resolve

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

func TestPIDOf(t *testing.T) {
	for text, want := range map[string]int64{"": -1, "0": 0, "4": 4, "4294967295": 4294967295, "0x10": -1, "-": -1, "99999999999999999999": -1} {
		if got := pidOf(text); got != want {
			t.Errorf("%q: %d, should be %d", text, got, want)
		}
	}
}

func TestNotAfterAllowsForPrecision(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"09:00:00", "09:00:00", true},
		{"09:00:00.0000001", "09:00:00.0000000", false},
		{"09:00:00.900", "09:00:00", true}, // b may be anywhere in its second
		{"09:00:01", "09:00:00", true},
		{"09:00:01.001", "09:00:00", false},
		{"09:00:00.0016", "09:00:00.001", true},
		{"09:00:00.0021", "09:00:00.001", false},
	} {
		if got := notAfter(moment(c.a), moment(c.b)); got != c.want {
			t.Errorf("%s is not after %s: %v", c.a, c.b, got)
		}
	}
	if !notAfter(graph.Time{}, moment("09:00:00")) || !notAfter(moment("09:00:00"), graph.Time{}) {
		t.Error("a time that is not known contradicts another")
	}
	if got := precision(moment("09:00:00.12")); got != 10*time.Millisecond {
		t.Errorf("two digits tell the time to %s", got)
	}
}

func TestRecordOrder(t *testing.T) {
	at := func(log string, number uint64, text string) *event {
		return &event{origin: &origin{Log: log}, RecordID: number, at: moment(text)}
	}
	for _, c := range []struct {
		name            string
		a, b            *event
		ordered, before bool
	}{
		{"numbers outrank the clock", at("security", 1, "09:00:00"), at("security", 2, "08:00:00"), true, true},
		{"the other way", at("security", 2, "08:00:00"), at("security", 1, "09:00:00"), true, false},
		{"two logs", at("security", 1, "09:00:00"), at("sysmon", 2, "09:00:00"), false, false},
		{"no number", at("security", 0, "09:00:00"), at("security", 2, "09:00:00"), false, false},
		{"one number", at("security", 2, "09:00:00"), at("security", 2, "09:00:00"), false, false},
		{"numbers that began anew", at("security", 1, "2024-03-05T09:00:00Z"), at("security", 2, "2024-02-01T09:00:00Z"), false, false},
	} {
		if ordered, before := c.a.recordOrder(c.b); ordered != c.ordered || before != c.before {
			t.Errorf("%s: ordered %v, before %v", c.name, ordered, before)
		}
	}
}

func TestSameFile(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`C:\Windows\System32\CMD.EXE`, `c:\windows\system32\cmd.exe`, true},
		{`\Device\HarddiskVolume2\Windows\System32\cmd.exe`, cmd, true},
		{`C:\PROGRA~1\APP~1.EXE`, `C:\Program Files\Application.exe`, true},
		{`C:\a~b.exe`, `C:\c.exe`, false},
		{"/usr/bin/bash", "bash", true},
		{"", cmd, true},
		{cmd, app, false},
	} {
		if got := sameFile(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

// TestPackedValues: what was added comes out, with other texts set since.
func TestPackedValues(t *testing.T) {
	r := NewRecords()
	long := values{graph.Image: cmd, graph.CommandLine: "", graph.ProcessPID: "8"}
	for i := range 300 { // more texts than one byte numbers
		r.Add(securityStart(uint64(i+1), "09:00:00", i, cmd, values{graph.CommandLine: string(rune('A'+i)) + "x"}))
	}
	r.Add(observed(graph.ProcessStart, "security", 4688, 301, "09:00:00", long))
	e := r.events[300]
	want := []graph.Value{{Field: graph.ProcessPID, Text: "8"}, {Field: graph.Image, Text: cmd}}
	if diff := gocmp.Diff(want, e.values()); diff != "" {
		t.Error(diff)
	}
	e.set(graph.CommandLine, "cmd.exe /c")
	e.set(graph.Image, app)
	if got := e.Text(graph.CommandLine) + e.Text(graph.Image) + e.Text(graph.ProcessPID) + e.Text(graph.Hashes); got != "cmd.exe /c"+app+"8" {
		t.Errorf("got %q", got)
	}
	if got := r.events[299].Text(graph.CommandLine); got != string(rune('A'+299))+"x" {
		t.Errorf("another event has %q", got)
	}
	e.flag(graph.TextRepaired)
	if !e.has(graph.TextRepaired) || e.has(graph.UnsafeText) {
		t.Error("the flaws are wrong")
	}
}
