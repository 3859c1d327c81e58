package resolve

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

func sortedTexts(list []string) []string {
	slices.Sort(list)
	return list
}

// TestExits: which of two processes of PID 8, begun at 09:00 and 10:00, an exit record ends.
func TestExits(t *testing.T) {
	one, two := guidOf("09:00:00", 1), guidOf("10:00:00", 2)
	for _, c := range []struct {
		name       string
		exit       *graph.StoredObservation
		one, two   string // their ends
		unattached bool
		stub       bool // a process known by its exit alone
	}{
		{"by GUID", sysmonEnd(10, "10:30:00", one, 8), "10:30:00", "", false, false},
		{"by PID, of the first", securityEnd(10, "09:30:00", 8, cmd), "09:30:00", "", false, false},
		{"by PID, of the second", securityEnd(30, "10:30:00", 8, cmd), "", "10:30:00", false, false},
		{"of another image", securityEnd(30, "10:30:00", 8, app), "", "", false, true},
		{"of another PID", securityEnd(30, "10:30:00", 12, cmd), "", "", false, true},
		{"before the first", securityEnd(1, "08:30:00", 8, cmd), "", "", false, true},
		{"Sysmon's without a GUID", sysmonEnd(30, "10:30:00", "", 8), "", "10:30:00", false, false},
		{"Sysmon's of nobody", sysmonEnd(30, "10:30:00", "", 12), "", "", true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := resolveAll(t,
				sysmonStart(5, "09:00:00", one, 8, values{graph.Image: cmd}), securityStart(5, "09:00:00", 8, cmd, nil),
				sysmonStart(20, "10:00:00", two, 8, values{graph.Image: cmd}), securityStart(20, "10:00:00", 8, cmd, nil), c.exit)
			for at, want := range map[string]string{"09:00:00": c.one, "10:00:00": c.two} {
				if got := r.process(t, 8, at).End; got.Known() != (want != "") || want != "" && !isAt(got, want) {
					t.Errorf("the one of %s ends at %q, should at %q", at, got, want)
				}
			}
			if got := len(r.about(graph.ExitUnattached)) > 0; got != c.unattached {
				t.Errorf("unattached: %v", got)
			}
			if got := len(r.Processes) == 3; got != c.stub {
				t.Errorf("the processes are %s", r.keys())
			}
		})
	}
}

// TestTwoExitRecords: both logs have the exit; Sysmon's time leads, 4689 brings the status.
func TestTwoExitRecords(t *testing.T) {
	guid := guidOf("09:00:00", 1)
	status := securityEnd(2, "09:10:00.2", 8, cmd)
	status.Set(graph.ExitStatus, "0x1")
	r := resolveAll(t, sysmonStart(1, "09:00:00", guid, 8, values{graph.Image: cmd}), securityStart(1, "09:00:00", 8, cmd, nil),
		status, sysmonEnd(2, "09:10:00.1", guid, 8))
	p := r.process(t, 8, "09:00:00")
	if !isAt(p.End, "09:10:00.1") || p.ExitStatus != "0x1" {
		t.Errorf("it ends at %s with %q", p.End, p.ExitStatus)
	}
	if diff := gocmp.Diff([]uint32{4688, 4689, 1, 5}, sourceIDs(p)); diff != "" {
		t.Errorf("sources: %s", diff)
	}
}

// TestReuseBoundsTheEnd: without an exit record, the next owner of the PID says by when a process was gone.
func TestReuseBoundsTheEnd(t *testing.T) {
	r := resolveAll(t, securityStart(1, "09:00:00", 8, cmd, nil), securityStart(2, "10:00:00", 8, app, nil))
	one, two := r.process(t, 8, "09:00:00"), r.process(t, 8, "10:00:00")
	if one.End.Known() || !isAt(one.EndNotAfter, "10:00:00") || two.EndNotAfter.Known() {
		t.Errorf("ends %q, by %q; the next by %q", one.End, one.EndNotAfter, two.EndNotAfter)
	}
	if diff := gocmp.Diff([]string{two.Key}, r.about(graph.PIDReused)); diff != "" {
		t.Errorf("warnings: %s", diff)
	}
}

// TestExitWithoutStart: it takes image and end from the exit, and is told.
func TestExitWithoutStart(t *testing.T) {
	r := resolveAll(t, securityEnd(1, "09:00:00", 8, app))
	p := r.process(t, 8, "")
	if p.Image != app || !isAt(p.End, "09:00:00") || p.Start.Known() {
		t.Errorf("%+v", p)
	}
	if diff := gocmp.Diff([]string{p.Key}, r.about(graph.ExitWithoutStart)); diff != "" {
		t.Errorf("warnings: %s", diff)
	}
}
