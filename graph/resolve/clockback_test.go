package resolve

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
)

const app, cmd = `C:\App\app.exe`, `C:\Windows\System32\cmd.exe`

// TestClockSetBackPastTheBoot: the hardware clock ran an hour ahead until the
// time service set it back, to before the boot. Record numbers show that it is one boot.
func TestClockSetBackPastTheBoot(t *testing.T) {
	r := resolveAll(t,
		bootRecord(1, "09:00:00"),
		securityStart(2, "09:00:40", 28, app, values{graph.ParentPID: "4", graph.SubjectLogonID: "0x3e7"}),
		logon(3, "09:01:00", "0x5000", values{graph.TargetName: "alice", graph.TargetSID: "S-1-5-21-1-2-3-1101"}),
		securityStart(4, "08:05:00", 8, cmd, values{graph.ParentPID: "28", graph.ParentImage: app, graph.SubjectLogonID: "0x5000"}),
	)
	child, parent := r.process(t, 8, "08:05:00"), r.process(t, 28, "09:00:40")
	if child.Parent != parent.Key {
		t.Errorf("the parent is %q, should be %q", child.Parent, parent.Key)
	}
	if s := r.session(t, child.Session); !s.Observed || !isAt(s.Start, "09:01:00") {
		t.Errorf("the session is %q, should be the one of the 4624", s.Key)
	}
}

// TestClockSetBackBeforeTheBoot: what was logged before a boot belongs to the boot before, however late by the clock.
func TestClockSetBackBeforeTheBoot(t *testing.T) {
	r := resolveAll(t,
		bootRecord(1, "08:00:00"),
		securityStart(2, "09:30:00", 28, app, values{graph.ParentPID: "4"}),
		bootRecord(3, "09:00:00"),
		securityStart(4, "09:40:00", 8, cmd, values{graph.ParentPID: "28", graph.ParentImage: app}),
	)
	child, old := r.process(t, 8, "09:40:00"), r.process(t, 28, "09:30:00")
	if child.Parent == old.Key {
		t.Errorf("the parent is a process of the boot before")
	}
	if !isAt(old.EndNotAfter, "09:00:00") {
		t.Errorf("the old process ends by %s, should by the boot", old.EndNotAfter)
	}
}

// TestStartsAlignTheLogs: process starts that both logs have tell the order of
// records that only one of them has.
func TestStartsAlignTheLogs(t *testing.T) {
	r := resolveAll(t,
		bootRecord(1, "09:00:00"),
		logon(2, "09:01:00", "0x5000", values{graph.TargetName: "alice"}),
		securityStart(3, "09:02:00", 28, app, nil),
		sysmonStart(1, "09:02:00", guidOf("09:02:00", 1), 28, values{graph.Image: app}),
		securityStart(4, "08:03:00", 32, app, nil),
		sysmonStart(2, "08:03:00", guidOf("08:03:00", 2), 32, values{graph.Image: app}),
		sysmonStart(3, "08:05:00", guidOf("08:05:00", 3), 8, values{graph.Image: cmd, graph.ParentPID: "28", graph.ParentImage: app, graph.LogonID: "0x5000"}),
	)
	child := r.process(t, 8, "08:05:00")
	if s := r.session(t, child.Session); !s.Observed {
		t.Errorf("the session is %q, should be the one of the 4624", s.Key)
	}
	if want := r.process(t, 28, "09:02:00").Key; child.Parent != want {
		t.Errorf("the parent is %q, should be %q", child.Parent, want)
	}
}

// TestGUIDOutranksAClockThatStepped: the child is in Sysmon's log only, its
// parent in the Security log only, but for the GUID that Sysmon's exit record has.
func TestGUIDOutranksAClockThatStepped(t *testing.T) {
	parent := guidOf("09:00:40", 1)
	records := []*graph.StoredObservation{
		sysmonStart(5, "08:05:00", guidOf("08:05:00", 2), 8, values{graph.Image: cmd, graph.ParentGUID: parent, graph.ParentPID: "28", graph.ParentImage: app}),
		securityStart(2, "09:00:40", 28, app, nil),
	}
	if r := resolveAll(t, records...); len(r.about(graph.ParentCycle)) != 1 {
		t.Errorf("a parent that began an hour later was not left out")
	}
	stepped := append(records, securityStart(3, "08:04:00", 40, app, nil))
	r := resolveAll(t, stepped...)
	if got, want := r.process(t, 8, "08:05:00").Parent, r.process(t, 28, "09:00:40").Key; got != want || want != "p:host1:"+parent {
		t.Errorf("the parent is %q, should be %q, the process of GUID %s", got, want, parent)
	}
}
