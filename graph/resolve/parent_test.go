package resolve

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// TestParentByPID: which owner of PID 28 is the parent of the process that began at 10:00.
func TestParentByPID(t *testing.T) {
	child := func(image string) *graph.StoredObservation {
		return securityStart(100, "10:00:00", 8, cmd, values{graph.ParentPID: "28", graph.ParentImage: image})
	}
	start := func(number uint64, at, image string) *graph.StoredObservation {
		return securityStart(number, at, 28, image, nil)
	}
	for _, c := range []struct {
		name    string
		records []*graph.StoredObservation
		want    string // when the parent began; "" for a stub
	}{
		{"the one owner", []*graph.StoredObservation{start(1, "09:00:00", app), child(app)}, "09:00:00"},
		{"the last owner", []*graph.StoredObservation{start(1, "09:00:00", app), start(2, "09:30:00", app), child(app)}, "09:30:00"},
		{"not a later owner", []*graph.StoredObservation{start(1, "09:00:00", app), start(101, "10:00:01", app), child(app)}, "09:00:00"},
		{"an owner without image", []*graph.StoredObservation{start(1, "09:00:00", ""), child(app)}, "09:00:00"},
		{"no image is named", []*graph.StoredObservation{start(1, "09:00:00", app), child("")}, "09:00:00"},
		{"another image", []*graph.StoredObservation{start(1, "09:00:00", `C:\other.exe`), child(app)}, ""},
		{"it has ended", []*graph.StoredObservation{start(1, "09:00:00", app), securityEnd(2, "09:30:00", 28, app), child(app)}, ""},
		{"it has just ended", []*graph.StoredObservation{start(1, "09:00:00", app), securityEnd(2, "09:59:59", 28, app), child(app)}, "09:00:00"},
		{"the next owner was ended later", []*graph.StoredObservation{start(1, "09:00:00", app), securityEnd(102, "10:30:00", 28, app), child(app)}, "09:00:00"},
		{"nobody", []*graph.StoredObservation{child(app)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := resolveAll(t, c.records...)
			got := r.byKey(t, r.process(t, 8, "10:00:00").Parent)
			if c.want == "" && (got.Observed || got.Image != app) || c.want != "" && !isAt(got.Start, c.want) {
				t.Errorf("the parent is %s (%s), should be the one of %q", got.Key, got.Image, c.want)
			}
		})
	}
}

// byKey finds a process by its key.
func (r *resolved) byKey(t *testing.T, key string) *graph.Process {
	t.Helper()
	for i := range r.Processes {
		if r.Processes[i].Key == key {
			return &r.Processes[i]
		}
	}
	t.Fatalf("there is no process %q in %s", key, r.keys())
	return nil
}

// TestOneStubForAStretch: two children of one unseen parent share a stub; a known owner between them parts it.
func TestOneStubForAStretch(t *testing.T) {
	child := func(number uint64, at string, pid int, image string) *graph.StoredObservation {
		return securityStart(number, at, pid, cmd, values{graph.ParentPID: "28", graph.ParentImage: image})
	}
	for _, c := range []struct {
		name  string
		image string // of the second child's parent
		owner bool   // a known owner of the PID came and went between the two
		one   bool
	}{
		{"one image", app, false, true},
		{"one image, one of them not known", "", false, true},
		{"two images", cmd, false, false},
		{"a known owner between", app, true, false},
	} {
		records := []*graph.StoredObservation{child(1, "09:00:00", 8, app), child(10, "10:00:00", 12, c.image)}
		if c.owner {
			records = append(records, securityStart(2, "09:10:00", 28, `C:\other.exe`, nil), securityEnd(3, "09:20:00", 28, `C:\other.exe`))
		}
		r := resolveAll(t, records...)
		a, b := r.process(t, 8, "09:00:00").Parent, r.process(t, 12, "10:00:00").Parent
		if (a == b) != c.one || a == "" || b == "" {
			t.Errorf("%s: the parents are %s and %s", c.name, a, b)
		}
	}
}

// TestParentByGUID: a GUID counts whatever the PID's owner; what its child says fills the stub.
func TestParentByGUID(t *testing.T) {
	parent := guidOf("08:00:00", 1)
	r := resolveAll(t,
		sysmonStart(1, "09:00:00", guidOf("09:00:00", 2), 28, values{graph.Image: app}),
		sysmonStart(2, "10:00:00", guidOf("10:00:00", 3), 8, values{
			graph.Image: cmd, graph.ParentGUID: parent, graph.ParentPID: "28", graph.ParentImage: app, graph.ParentCommandLine: "app.exe -x"}),
	)
	child := r.process(t, 8, "10:00:00")
	stub := r.byKey(t, child.Parent)
	if stub.GUID != parent || stub.Observed || stub.CommandLine != "app.exe -x" || !isAt(stub.StartHint, "08:00:00") || child.ParentVia != "guid" {
		t.Errorf("the parent by %q is %+v", child.ParentVia, stub)
	}
	if diff := gocmp.Diff([]string{child.Key}, r.about(graph.ParentStub)); diff != "" {
		t.Errorf("what the warning is about: %s", diff)
	}
}

// TestTwoLogsDisagree: both parents are kept, the tree follows Sysmon.
func TestTwoLogsDisagree(t *testing.T) {
	one, two := guidOf("08:00:00", 1), guidOf("08:10:00", 2)
	r := resolveAll(t,
		sysmonStart(1, "08:00:00", one, 28, values{graph.Image: app}),
		sysmonStart(2, "08:10:00", two, 32, values{graph.Image: cmd}),
		sysmonStart(3, "09:00:00", guidOf("09:00:00", 3), 8, values{graph.Image: cmd, graph.ParentGUID: one, graph.ParentPID: "28", graph.ParentImage: app}),
		securityStart(1, "09:00:00", 8, cmd, values{graph.ParentPID: "32", graph.ParentImage: cmd}),
	)
	child := r.process(t, 8, "09:00:00")
	want := []graph.ParentClaim{{Parent: "p:host1:" + one, Source: "sysmon"}, {Parent: "p:host1:" + two, Source: "security"}}
	if diff := gocmp.Diff(want, child.ParentClaims); diff != "" || child.Parent != want[0].Parent {
		t.Errorf("the parent is %s; claims: %s", child.Parent, diff)
	}
	if len(r.about(graph.ParentMismatch)) != 1 {
		t.Error("it is not told")
	}
}

// TestImpossibleParents: no process is its own parent, none is younger than its child, no loop is left.
func TestImpossibleParents(t *testing.T) {
	a, b := guidOf("09:00:00", 1), guidOf("09:00:00", 2)
	child := func(number uint64, at, guid string, pid int, parent string) *graph.StoredObservation {
		return sysmonStart(number, at, guid, pid, values{graph.Image: cmd, graph.ParentGUID: parent})
	}
	for _, c := range []struct {
		name    string
		records []*graph.StoredObservation
	}{
		{"its own parent", []*graph.StoredObservation{child(1, "09:00:00", a, 8, a)}},
		{"a younger parent", []*graph.StoredObservation{child(1, "09:00:00", a, 8, b), sysmonStart(2, "09:05:00", b, 12, nil)}},
		{"a loop", []*graph.StoredObservation{child(1, "09:00:00", a, 8, b), child(2, "09:00:00", b, 12, a)}},
	} {
		r := resolveAll(t, c.records...)
		if p := r.process(t, 8, "09:00:00"); p.Parent != "" || p.ParentVia != "" {
			t.Errorf("%s: the parent is %q", c.name, p.Parent)
		}
		if diff := gocmp.Diff([]string{"p:host1:" + a}, r.about(graph.ParentCycle)); diff != "" {
			t.Errorf("%s: warnings: %s", c.name, diff)
		}
	}
}
