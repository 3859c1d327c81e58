package lineage_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
)

// TestExplicitCredentialsProveTheMove: the WMI child's session came from the first
// workstation, where wmic used the credentials for it; its past goes back to the document.
func TestExplicitCredentialsProveTheMove(t *testing.T) {
	d := newDemo(t)
	for _, step := range []string{"wmi-child", "wmi-powershell"} {
		p := d.lineage(t, step, lineage.Options{})
		ran, opened := p.origin(d.step(t, step))
		if ran.Confidence != lineage.SessionProven {
			t.Errorf("%s: it ran in its session with confidence %q", step, ran.Confidence)
		}
		if len(opened) != 1 || opened[0].From != idOf(d.step(t, "wmic")) || opened[0].Confidence != lineage.SessionProven || opened[0].Attempt == "" {
			t.Errorf("%s: the session was opened by %+v, want wmic, proven", step, opened)
		}
		for _, cause := range []string{"word", "script-host", "powershell", "spoofed-parent", "runas", "runas-shell", "wmic"} {
			if n := p.node(idOf(d.step(t, cause))); n == nil || n.Hop != -1 || n.Role != lineage.RoleOrigin {
				t.Errorf("%s: %s is %+v, want an origin one move back", step, cause, n)
			}
		}
	}
}

// TestSameUserIsOnlyPossible: nothing names who opened the WinRM session.
func TestSameUserIsOnlyPossible(t *testing.T) {
	d := newDemo(t)
	p := d.lineage(t, "winrm-archive", lineage.Options{})
	ran, opened := p.origin(d.step(t, "winrm-host"))
	if ran.Confidence != lineage.SessionProven {
		t.Errorf("the remote shell's host ran in its session with confidence %q", ran.Confidence)
	}
	if len(opened) != 1 || opened[0].From != idOf(d.step(t, "winrm-client")) || opened[0].Confidence != lineage.Possible || !strings.Contains(opened[0].Why, "names fs01") {
		t.Errorf("the session was opened by %+v, want the client that names the host, as possible", opened)
	}
	if len(p.into(idOf(d.step(t, "winrm-archive")), lineage.RanIn)) != 0 {
		t.Error("the session leads to a child as well as to the process that began in it")
	}
}

// TestServiceChildHasAPossibleOriginOnly: PSEXESVC runs in 0x3e7.
func TestServiceChildHasAPossibleOriginOnly(t *testing.T) {
	d := newDemo(t)
	p := d.lineage(t, "psexec-shell", lineage.Options{})
	ran, opened := p.origin(d.step(t, "psexec-service"))
	if ran.Confidence != lineage.Possible {
		t.Errorf("the service came through the session with confidence %q", ran.Confidence)
	}
	if len(opened) != 1 || opened[0].From != idOf(d.step(t, "psexec-client")) || opened[0].Confidence != lineage.Possible {
		t.Errorf("the session was opened by %+v, want rsvc.exe as possible", opened)
	}
	for _, l := range p.Links {
		crosses := p.node(l.From).Hop != p.node(l.To).Hop
		if crosses && l.Confidence == lineage.SessionProven {
			t.Errorf("a move between hosts is called proven: %+v", l)
		}
	}
}

// TestScheduledTaskHasNoRemoteOrigin: the task that the intruder left runs long
// after any logon that could have started it.
func TestScheduledTaskHasNoRemoteOrigin(t *testing.T) {
	d := newDemo(t)
	p := d.lineage(t, "task-run", lineage.Options{})
	for _, l := range p.Links {
		if l.Kind != lineage.Spawned {
			t.Errorf("%+v", l)
		}
	}
}

// TestWhatTheDocumentLedTo: three hosts were reached, one of them provenly.
func TestWhatTheDocumentLedTo(t *testing.T) {
	d := newDemo(t)
	p := d.lineage(t, "word", lineage.Options{})
	steps := []string{"script-host", "discovery-1", "elevated-shell", "lsass-dump", "runas-shell", "wmic", "wmi-child", "wmi-powershell",
		"winrm-client", "winrm-host", "winrm-archive", "task-create", "psexec-client", "psexec-service", "psexec-shell", "clear-security"}
	for _, step := range steps {
		if p.node(idOf(d.step(t, step))) == nil {
			t.Errorf("%s is not in the picture", step)
		}
	}
	for step, want := range map[string]lineage.Confidence{"wmic": lineage.SessionProven, "winrm-client": lineage.Possible, "psexec-client": lineage.Possible} {
		out := p.out(idOf(d.step(t, step)), lineage.Logon)
		if len(out) != 1 || out[0].Confidence != want {
			t.Errorf("%s led to %+v, want one session, %s", step, out, want)
		}
	}
	shell, spoofed := idOf(d.step(t, "powershell")), idOf(d.step(t, "spoofed-parent"))
	parents := p.into(spoofed, lineage.Spawned)
	if len(parents) != 2 || !slices.ContainsFunc(parents, func(l lineage.Link) bool { return l.From == shell }) {
		t.Errorf("the process with the borrowed parent has the parents %+v", parents)
	}
	for _, l := range parents {
		if l.Confidence != lineage.Claimed {
			t.Errorf("a disputed parent has the confidence %q", l.Confidence)
		}
	}
	if p.node(idOf(d.step(t, "wmi-child"))).Role != lineage.RoleConsequence {
		t.Error("the process on the other host is no consequence")
	}
}

// TestLineageLinksAreSound checks what holds for every picture.
func TestLineageLinksAreSound(t *testing.T) {
	d := newDemo(t)
	for _, step := range d.Truth.Story {
		p := d.lineage(t, step.Name, lineage.Options{})
		if f := p.node(p.Focus); f == nil || f.Role != lineage.RoleFocus || f.Hop != 0 {
			t.Errorf("%s: the focus is %+v", step.Name, f)
		}
		for _, l := range p.Links {
			from, to := p.node(l.From), p.node(l.To)
			if from == nil || to == nil {
				t.Fatalf("%s: %+v leads nowhere", step.Name, l)
			}
			// Clocks differ by less than the slack that proof.go gives them.
			if l.ElapsedMS != nil && *l.ElapsedMS < -10_000 {
				t.Errorf("%s: an effect before its cause: %+v", step.Name, l)
			}
			if whole := wholeSeconds(from) || wholeSeconds(to); l.ElapsedMS != nil && l.WholeSeconds != whole {
				t.Errorf("%s: in whole seconds should be %t: %+v", step.Name, whole, l)
			}
			if l.Kind == lineage.Spawned && from.Process.Host != to.Process.Host {
				t.Errorf("%s: a parent on another host: %+v", step.Name, l)
			}
			if l.Confidence == lineage.Stub && from.Process.Observed {
				t.Errorf("%s: an observed parent is called a stub: %+v", step.Name, l)
			}
		}
	}
}

func wholeSeconds(n *lineage.Node) bool {
	if n.Process != nil {
		return n.Process.Begun().Digits == 0
	}
	return n.Session.Begun().Digits == 0
}

func TestBoundsAreKeptAndTold(t *testing.T) {
	d := newDemo(t)
	shell := d.step(t, "powershell")
	p := d.lineage(t, "word", lineage.Options{Breadth: 2, Hops: -1})
	if n := p.node(idOf(shell)); n == nil || n.HiddenChildren != shell.ChildCount-2 {
		t.Errorf("of %d children 2 are shown, and hidden are %+v", shell.ChildCount, n)
	}
	for _, n := range p.Nodes {
		if n.Hop != 0 {
			t.Errorf("no moves were asked for, and %s is %d away", n.ID, n.Hop)
		}
	}
	p = d.lineage(t, "word", lineage.Options{Down: -1, Up: 2, Hops: -1})
	if n := p.node(idOf(d.step(t, "word"))); n.HiddenChildren != n.Process.ChildCount {
		t.Errorf("no descendants were asked for: %+v", n)
	}
	above := 0
	for _, n := range p.Nodes {
		if n.Role == lineage.RoleAncestor {
			above++
		}
		if n.MoreAbove && n.Role != lineage.RoleAncestor {
			t.Errorf("more is said to be above %s", n.ID)
		}
	}
	if above != 2 || !slices.ContainsFunc(p.Nodes, func(n lineage.Node) bool { return n.MoreAbove }) {
		t.Errorf("%d ancestors", above)
	}
	p = d.lineage(t, "word", lineage.Options{Nodes: 10})
	if len(p.Nodes) != 10 || len(p.Notes) == 0 {
		t.Errorf("%d nodes, notes %q", len(p.Nodes), p.Notes)
	}
	if _, err := lineage.Of(t.Context(), d, "p:nobody", lineage.Options{}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("an unknown process gives %v", err)
	}
}
