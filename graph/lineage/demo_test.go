package lineage_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/lineage"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/scenario"
)

// demo is the intrusion of internal/scenario (see its STORY.md) in a store, with the truth.
type demo struct {
	graph.Reader
	truth *scenario.Truth
}

// shared is made once: the tests only read it.
var shared *demo

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "lineage-")
	if err != nil {
		panic(err)
	}
	store := makeDemo(dir)
	code := m.Run()
	store.Close()
	os.RemoveAll(dir)
	os.Exit(code)
}

func newDemo(*testing.T) *demo { return shared }

func makeDemo(dir string) graph.Store {
	ctx := context.Background()
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	var logs bytes.Buffer
	config := scenario.Demo()
	config.Processes = 400
	truth, err := scenario.WriteJSONLines(ctx, &logs, config)
	must(err)
	path := filepath.Join(dir, "demo.jsonl")
	must(os.WriteFile(path, logs.Bytes(), 0o600))
	store, err := sqlitestore.Open(ctx, filepath.Join(dir, "case.procgraph"), sqlitestore.Options{})
	must(err)
	w, err := store.Begin(ctx, nil)
	must(err)
	_, err = ingest.Run(ctx, ingest.Options{Paths: []string{path}}, w)
	must(err)
	_, err = derive.Graph(ctx, w, nil)
	must(err)
	must(w.Close())
	shared = &demo{store, truth}
	return store
}

// step returns the process of a step of the story.
func (d *demo) step(t *testing.T, name string) graph.ProcessRow {
	t.Helper()
	p := d.truth.StepProcess(name)
	if p == nil {
		t.Fatalf("the story has no step %q", name)
	}
	host := "h:" + strings.ToLower(strings.SplitN(d.truth.Hosts[p.Host].Name, ".", 2)[0])
	list, err := d.Search(t.Context(), strconv.Itoa(int(p.PID)), graph.ProcessFilter{Host: host}, graph.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list.Items {
		if row.PID != nil && *row.PID == int64(p.PID) && row.Start.Go().Sub(p.Start.Time()).Abs().Seconds() < 1 {
			return row
		}
	}
	t.Fatalf("the process of step %q is not in the graph", name)
	return graph.ProcessRow{}
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
