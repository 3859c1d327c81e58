package resolve

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// sourceIDs are the event ids of a process's records, in order.
func sourceIDs(p *graph.Process) (ids []uint32) {
	for _, s := range p.Sources {
		ids = append(ids, s.EventID)
	}
	return ids
}

// TestOneStartInTwoLogs: a 4688 belongs to the Sysmon 1 of the same PID and file within two seconds.
func TestOneStartInTwoLogs(t *testing.T) {
	guid := guidOf("09:00:00", 1)
	for _, c := range []struct {
		name, at, image string
		pid             int
		processes       int
	}{
		{"the same", "09:00:00.5", cmd, 8, 1},
		{"two seconds later", "09:00:02", cmd, 8, 1},
		{"three seconds later", "09:00:03", cmd, 8, 2},
		{"a short name", "09:00:00", `C:\CMDLON~1.EXE`, 8, 1},
		{"another image", "09:00:00", app, 8, 2},
		{"another PID", "09:00:00", cmd, 12, 2},
	} {
		r := resolveAll(t, sysmonStart(1, "09:00:00", guid, 8, values{graph.Image: cmd}), securityStart(1, c.at, c.pid, c.image, nil))
		if len(r.Processes) != c.processes {
			t.Errorf("%s: %d processes, should be %d: %s", c.name, len(r.Processes), c.processes, r.keys())
			continue
		}
		if c.processes == 1 {
			if diff := gocmp.Diff([]uint32{4688, 1}, sourceIDs(&r.Processes[0])); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
	}
}

// TestNearestStartsAreOne: the PID was used twice within the two seconds.
func TestNearestStartsAreOne(t *testing.T) {
	r := resolveAll(t,
		sysmonStart(1, "09:00:00", guidOf("09:00:00", 1), 8, values{graph.Image: cmd}),
		sysmonStart(2, "09:00:01.5", guidOf("09:00:01", 2), 8, values{graph.Image: cmd}),
		securityStart(1, "09:00:00.1", 8, cmd, values{graph.SubjectLogonID: "0x1"}),
		securityStart(2, "09:00:01.4", 8, cmd, values{graph.SubjectLogonID: "0x2"}),
	)
	for at, id := range map[string]string{"09:00:00": "0x1", "09:00:01.5": "0x2"} {
		if s := r.session(t, r.process(t, 8, at).Session); s.LogonID != id {
			t.Errorf("the one of %s has the session %s, should have %s", at, s.LogonID, id)
		}
	}
}

// TestCollidingGUIDs: one GUID for two PIDs is two processes; for one PID it is one.
func TestCollidingGUIDs(t *testing.T) {
	guid := guidOf("09:00:00", 1)
	r := resolveAll(t,
		sysmonStart(1, "09:00:00", guid, 8, values{graph.Image: cmd}), sysmonStart(2, "09:00:00.3", guid, 12, values{graph.Image: app}),
		sysmonStart(3, "09:00:00.1", guid, 8, values{graph.Image: cmd}),
		sysmonStart(4, "09:05:00", guidOf("09:05:00", 2), 16, values{graph.ParentGUID: guid, graph.ParentPID: "12"}),
		sysmonEnd(5, "09:10:00", guid, 12),
	)
	if len(r.Processes) != 3 {
		t.Fatalf("%d processes: %s", len(r.Processes), r.keys())
	}
	one, two := r.process(t, 8, "09:00:00"), r.process(t, 12, "09:00:00.3")
	if diff := gocmp.Diff(sortedTexts([]string{one.Key, two.Key}), sortedTexts(r.about(graph.GUIDCollision))); diff != "" {
		t.Errorf("warnings: %s", diff)
	}
	if got := r.process(t, 16, "09:05:00").Parent; got != two.Key {
		t.Errorf("the parent is %s, should be %s", got, two.Key)
	}
	if one.End.Known() || !isAt(two.End, "09:10:00") {
		t.Errorf("they end at %q and %q", one.End, two.End)
	}
}

// TestHintsOfGUIDs: the start hint of a stub is the second in its GUID, where there is one.
func TestHintsOfGUIDs(t *testing.T) {
	for guid, want := range map[string]string{
		guidOf("08:00:00", 1):                  "2024-03-05T08:00:00Z",
		"a1b2c3d4-0000-0000-0001-100000000001": "",
		"a1b2c3d4-0000-0010-0001-100000000001": "", // 1978: before there was Sysmon
	} {
		r := resolveAll(t, sysmonStart(1, "09:00:00", guidOf("09:00:00", 2), 8, values{graph.ParentGUID: guid}))
		if got := r.byKey(t, "p:host1:"+guid).StartHint.String(); got != want {
			t.Errorf("%s: %q, should be %q", guid, got, want)
		}
	}
}

// TestStubBecomesTheProcess: when its own record comes, the key stays.
func TestStubBecomesTheProcess(t *testing.T) {
	parent := guidOf("08:00:00", 1)
	child := sysmonStart(2, "09:00:00", guidOf("09:00:00", 2), 8, values{graph.ParentGUID: parent, graph.ParentPID: "28", graph.ParentImage: app})
	before := resolveAll(t, child).process(t, 8, "09:00:00").Parent
	r := resolveAll(t, child, sysmonStart(1, "08:00:00.2", parent, 28, values{graph.Image: app}))
	if after := r.process(t, 28, "08:00:00.2"); after.Key != before || !after.Observed {
		t.Errorf("%q became %q", before, after.Key)
	}
	if got := r.about(graph.ParentStub); got != nil {
		t.Errorf("it is still told as a stub: %s", got)
	}
}
