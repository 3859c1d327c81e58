package resolve

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// mark is a boot record of the System log or, as 4608, of the Security log.
func mark(id uint32, number uint64, at string) *graph.StoredObservation {
	log := "system"
	if id == 4608 {
		log = "security"
	}
	return observed(graph.Boot, log, id, number, at, nil)
}

func TestFindBoots(t *testing.T) {
	smss := func(at string) *graph.StoredObservation {
		return securityStart(1, at, 300, `C:\Windows\System32\smss.exe`, nil)
	}
	for _, c := range []struct {
		name    string
		records []*graph.StoredObservation
		want    []string // beginnings
	}{
		{"none", []*graph.StoredObservation{smss("09:00:00")}, nil},
		{"records of one boot", []*graph.StoredObservation{mark(12, 1, "09:00:00"), mark(4608, 1, "09:00:20"), mark(6005, 2, "09:01:00")}, []string{"09:00:00"}},
		{"two boots", []*graph.StoredObservation{mark(4608, 9, "10:00:00"), mark(4608, 1, "09:00:00")}, []string{"09:00:00", "10:00:00"}},
		{"the log service was restarted", []*graph.StoredObservation{mark(12, 1, "09:00:00"), mark(6005, 2, "11:00:00")}, []string{"09:00:00"}},
		{"nothing better than 6005", []*graph.StoredObservation{mark(6005, 2, "11:00:00")}, []string{"11:00:00"}},
		{"a first process before 4608", []*graph.StoredObservation{smss("08:59:50"), mark(4608, 2, "09:00:00")}, []string{"08:59:50"}},
		{"one too early for the boot", []*graph.StoredObservation{smss("08:59:30"), mark(4608, 2, "09:00:00")}, []string{"09:00:00"}},
		{"another program just before", []*graph.StoredObservation{securityStart(1, "08:59:50", 300, cmd, nil), mark(4608, 2, "09:00:00")}, []string{"09:00:00"}},
	} {
		h := resolveRecords(c.records...)
		var got []string
		for _, b := range h.processes.boots.list {
			got = append(got, b.from.at.String()[11:19])
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestEpoch(t *testing.T) {
	b := resolveRecords(bootRecord(1, "09:00:00"), bootRecord(9, "10:00:00")).processes.boots
	for at, want := range map[string]int{"08:59:59.9999999": 0, "09:00:00": 1, "09:59:59.998": 1, "10:00:00": 2, "23:00:00": 2} {
		if got := b.epochAt(moment(at)); got != want {
			t.Errorf("%s: epoch %d, should be %d", at, got, want)
		}
	}
	if got := b.epochAt(graph.Time{}); got != 0 {
		t.Errorf("what has no time is in epoch %d", got)
	}
	if got := b.beginning(2); got.Known() {
		t.Errorf("after the last boot comes one at %s", got)
	}
}

// TestBootEndsProcesses: after a boot a PID is another process, though no exit was logged.
func TestBootEndsProcesses(t *testing.T) {
	r := resolveAll(t,
		securityStart(1, "08:00:00", 28, app, nil),
		bootRecord(2, "09:00:00"),
		securityStart(3, "09:10:00", 8, cmd, values{graph.ParentPID: "28", graph.ParentImage: app}),
	)
	old, child := r.process(t, 28, "08:00:00"), r.process(t, 8, "09:10:00")
	if child.Parent == old.Key || child.Parent == "" {
		t.Errorf("the parent is %q, should be a stub of this boot", child.Parent)
	}
	if !isAt(old.EndNotAfter, "09:00:00") || old.End.Known() {
		t.Errorf("the old process ends at %s, by %s", old.End, old.EndNotAfter)
	}
}
