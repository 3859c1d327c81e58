package lineage_test

import (
	"context"
	"os"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
	"github.com/procgraph/procgraph/internal/democase"
)

// demo is the intrusion of internal/scenario (see its STORY.md) in a store, with the truth.
type demo struct{ *democase.Demo }

// shared is made once: the tests only read it.
var shared *demo

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "lineage-")
	if err != nil {
		panic(err)
	}
	d, err := democase.Make(context.Background(), dir)
	if err != nil {
		panic(err)
	}
	shared = &demo{d}
	code := m.Run()
	d.Close()
	os.RemoveAll(dir)
	os.Exit(code)
}

func newDemo(*testing.T) *demo { return shared }

// step returns the process of a step of the story.
func (d *demo) step(t *testing.T, name string) graph.ProcessRow {
	t.Helper()
	row, err := d.Step(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// picture answers questions about a lineage.
type picture struct {
	*lineage.Lineage
	t *testing.T
}

func (d *demo) lineage(t *testing.T, step string, o lineage.Options) picture {
	t.Helper()
	l, err := lineage.Of(t.Context(), d, d.step(t, step).Key, o)
	if err != nil {
		t.Fatal(err)
	}
	return picture{l, t}
}

func (p picture) node(id string) *lineage.Node {
	for i := range p.Nodes {
		if p.Nodes[i].ID == id {
			return &p.Nodes[i]
		}
	}
	return nil
}

func idOf(row graph.ProcessRow) string { return lineage.ID(graph.KindProcess, row.Key) }

// into returns the links of a kind that lead to a node.
func (p picture) into(id string, kind lineage.LinkKind) []lineage.Link {
	var all []lineage.Link
	for _, l := range p.Links {
		if l.To == id && l.Kind == kind {
			all = append(all, l)
		}
	}
	return all
}

func (p picture) out(id string, kind lineage.LinkKind) []lineage.Link {
	var all []lineage.Link
	for _, l := range p.Links {
		if l.From == id && l.Kind == kind {
			all = append(all, l)
		}
	}
	return all
}

// origin returns the link from a session to the process and the link to that session.
func (p picture) origin(row graph.ProcessRow) (ran lineage.Link, opened []lineage.Link) {
	p.t.Helper()
	in := p.into(idOf(row), lineage.RanIn)
	if len(in) != 1 {
		p.t.Fatalf("%s has %d sessions that lead to it: %+v", row.Image, len(in), in)
	}
	return in[0], p.into(in[0].From, lineage.Logon)
}
