package lineage_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
)

func group(n *lineage.Neighbourhood, rel lineage.Relation, out bool) *lineage.Group {
	for i := range n.Groups {
		if n.Groups[i].Relation == rel && n.Groups[i].Out == out {
			return &n.Groups[i]
		}
	}
	return &lineage.Group{}
}

func TestNeighbours(t *testing.T) {
	d := newDemo(t)
	ask := func(kind graph.Kind, key string, limit int) *lineage.Neighbourhood {
		t.Helper()
		n, err := lineage.Neighbours(t.Context(), d, lineage.Ref{Kind: kind, Key: key}, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range n.Groups {
			if len(g.Items) > limit && g.Relation != lineage.RelLedTo || len(g.Items) > g.Total {
				t.Errorf("%s: %d of %d items under a limit of %d", g.Relation, len(g.Items), g.Total, limit)
			}
		}
		return n
	}
	shell, wmic, child := d.step(t, "powershell"), d.step(t, "wmic"), d.step(t, "wmi-child")

	n := ask(graph.KindProcess, shell.Key, 3)
	kids := group(n, lineage.RelSpawned, true)
	if kids.Total != shell.ChildCount || len(kids.Items) != 3 || len(kids.ByImage) == 0 {
		t.Errorf("children: %d of %d, by image %v", len(kids.Items), kids.Total, kids.ByImage)
	}
	more := group(ask(graph.KindProcess, shell.Key, 100), lineage.RelSpawned, true)
	if d := cmp.Diff(kids.Items, more.Items[:3]); d != "" {
		t.Errorf("a larger limit begins with others: %s", d)
	}
	if g := group(n, lineage.RelSpawned, false); g.Total != 1 || g.Confidence != lineage.GUID || g.Items[0].Key != shell.Parent {
		t.Errorf("parent: %+v", g)
	}
	for _, rel := range []lineage.Relation{lineage.RelIn, lineage.RelRanAs, lineage.RelRanOn} {
		if g := group(n, rel, true); g.Total != 1 {
			t.Errorf("%s: %+v", rel, g)
		}
	}
	if g := group(ask(graph.KindProcess, wmic.Key, 10), lineage.RelLedTo, true); g.Total != 1 || g.Items[0].Key != child.Session {
		t.Errorf("wmic led to %+v", g)
	}
	if g := group(ask(graph.KindProcess, d.step(t, "spoofed-parent").Key, 10), lineage.RelClaimed, true); g.Total != 1 || g.Items[0].Key != shell.Key {
		t.Errorf("claimed parents: %+v", g)
	}

	n = ask(graph.KindSession, child.Session, 50)
	if g := group(n, lineage.RelIn, false); g.Total == 0 || len(g.Items) != g.Total {
		t.Errorf("in the session: %d of %d", len(g.Items), g.Total)
	}
	if g := group(n, lineage.RelLedTo, false); g.Total != 1 || g.Items[0].Key != wmic.Key {
		t.Errorf("opened by %+v", g)
	}
	source := group(n, lineage.RelFromHost, true)
	if source.Total != 1 || source.Items[0].Host.Name != "wks-0114.example.test" {
		t.Errorf("from %+v", source)
	}
	if g := group(n, lineage.RelFromAddr, true); g.Total != 1 || g.Items[0].Key != "192.0.2.14" {
		t.Errorf("from %+v", g)
	}
	if g := group(ask(lineage.KindAddress, "192.0.2.14", 5), lineage.RelFromAddr, false); g.Total < 5 || len(g.Items) != 5 {
		t.Errorf("sessions from the address: %d of %d", len(g.Items), g.Total)
	}
	n = ask(graph.KindHost, source.Items[0].Key, 4)
	if group(n, lineage.RelFromHost, false).Total == 0 || group(n, lineage.RelOnHost, false).Total == 0 || group(n, lineage.RelRanOn, false).Total == 0 {
		t.Errorf("around the host: %+v", n.Groups)
	}
	n = ask(graph.KindUser, child.User, 4)
	if group(n, lineage.RelOfUser, false).Total < 4 || group(n, lineage.RelRanOn, true).Total < 3 {
		t.Errorf("around the user: %+v", n.Groups)
	}
	for kind, want := range map[graph.Kind]error{graph.KindProcess: graph.ErrNotFound, graph.KindSession: graph.ErrNotFound, graph.KindHost: graph.ErrNotFound, graph.KindUser: graph.ErrNotFound, "warning": graph.ErrInvalid} {
		if _, err := lineage.Neighbours(t.Context(), d, lineage.Ref{Kind: kind, Key: "nothing"}, 1); !errors.Is(err, want) {
			t.Errorf("an unknown %s gives %v", kind, err)
		}
	}
}

func TestPath(t *testing.T) {
	d := newDemo(t)
	process := func(step string) lineage.Ref {
		return lineage.Ref{Kind: graph.KindProcess, Key: d.step(t, step).Key}
	}
	host := func(step string) lineage.Ref {
		return lineage.Ref{Kind: graph.KindHost, Key: d.step(t, step).Host}
	}
	for _, c := range []struct {
		name     string
		from, to lineage.Ref
		via      []string // steps on the way
		length   int      // of links; 0: any
		proven   bool     // no link is only possible
	}{
		{"to itself", process("word"), process("word"), nil, 0, true},
		{"down a tree", process("word"), process("discovery-1"), []string{"script-host", "powershell"}, 3, true},
		{"across hosts by credentials", process("wmic"), process("wmi-powershell"), nil, 2, true},
		{"from the document to the other host", process("word"), process("wmi-child"), []string{"wmic", "runas-shell", "spoofed-parent"}, 0, true},
		{"across hosts without proof", process("winrm-client"), process("winrm-archive"), nil, 3, false},
		{"from a host to a process of another", host("wmic"), process("wmi-child"), nil, 2, true},
		{"a host and a user", host("wmic"), lineage.Ref{Kind: graph.KindUser, Key: d.step(t, "wmic").User}, nil, 2, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := lineage.Path(t.Context(), d, c.from, c.to, lineage.PathOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if !got.Found || got.Nodes[0].Ref != c.from || got.Nodes[len(got.Nodes)-1].Ref != c.to || len(got.Links) != len(got.Nodes)-1 {
				t.Fatalf("%+v", got)
			}
			if c.length != 0 && len(got.Links) != c.length {
				t.Errorf("%d links, want %d: %+v", len(got.Links), c.length, got.Links)
			}
			on := map[string]bool{}
			for i, n := range got.Nodes {
				on[n.ID] = true
				if i > 0 && got.Links[i-1].From != n.ID && got.Links[i-1].To != n.ID {
					t.Errorf("link %d does not lead to node %d", i-1, i)
				}
				if ends := i == 0 || i == len(got.Nodes)-1; !ends && (n.Kind == graph.KindHost || n.Kind == graph.KindUser) {
					t.Errorf("the path leads through %s", n.ID)
				}
			}
			for _, step := range c.via {
				if !on[process(step).ID()] {
					t.Errorf("the path does not lead through %s: %+v", step, got.Links)
				}
			}
			possible := false
			for _, l := range got.Links {
				possible = possible || l.Confidence == lineage.Possible
			}
			if possible == c.proven {
				t.Errorf("proven is %v: %+v", !possible, got.Links)
			}
		})
	}
}

func TestPathSaysThatItGaveUp(t *testing.T) {
	d := newDemo(t)
	word, child := lineage.Ref{Kind: graph.KindProcess, Key: d.step(t, "word").Key}, lineage.Ref{Kind: graph.KindProcess, Key: d.step(t, "wmi-child").Key}
	for name, o := range map[string]lineage.PathOptions{"steps": {Steps: 2}, "asked": {Asked: 3}} {
		got, err := lineage.Path(t.Context(), d, word, child, o)
		if err != nil || got.Found || got.GaveUp == "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	nobody := lineage.Ref{Kind: lineage.KindAddress, Key: "203.0.113.99"}
	got, err := lineage.Path(t.Context(), d, nobody, child, lineage.PathOptions{})
	if err != nil || got.Found || got.GaveUp != "" {
		t.Errorf("an address without sessions: %+v, %v", got, err)
	}
	if _, err := lineage.Path(t.Context(), d, word, lineage.Ref{Kind: graph.KindProcess, Key: "nothing"}, lineage.PathOptions{}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("an unknown end gives %v", err)
	}
}
