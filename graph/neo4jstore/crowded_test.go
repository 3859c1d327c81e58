package neo4jstore_test

import (
	"slices"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
)

// TestParentOfManyIsRemovedInParts: a process with more children than a transaction
// is to delete goes, and so does its case, as those of any other do.
func TestParentOfManyIsRemovedInParts(t *testing.T) {
	defer neo4jstore.SetLimits(0, 15)()
	many, fresh := open(t), open(t)
	defer many.Close()
	defer fresh.Close()
	g := host(400, "alpha") // its first process has twenty children
	put(t, many, graph.HostState{}, fixtureUsers, g)
	w, err := many.Begin(t.Context(), nil)
	check(t, err)
	if n := len(neo4jstore.Crowded(t, w)); n == 0 {
		t.Error("no process has many relationships")
	}
	check(t, w.Close())

	root := g.Processes[0].Parent
	for root == "" {
		i := slices.IndexFunc(g.Processes, func(p graph.Process) bool { return p.Parent != "" })
		root = g.Processes[i].Parent
	}
	g.Processes = slices.DeleteFunc(g.Processes, func(p graph.Process) bool { return p.Key == root })
	for i := range g.Processes {
		if g.Processes[i].Parent == root {
			g.Processes[i].Parent, g.Processes[i].ParentVia = "", ""
		}
	}
	put(t, many, graph.HostState{}, fixtureUsers, g)
	put(t, fresh, graph.HostState{}, fixtureUsers, g)
	same(t, "after the parent of many has gone", many.Content(t), fresh.Content(t))

	check(t, many.Clear(t.Context()))
	check(t, fresh.Clear(t.Context()))
	never := open(t)
	defer never.Close()
	same(t, "emptied", many.Content(t), never.Content(t))
}
