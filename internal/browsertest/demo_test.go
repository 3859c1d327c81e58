package browsertest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/scenario"
)

// demo is the intrusion of internal/scenario (see its STORY.md) in a store.
type demo struct {
	graph.Store
	truth *scenario.Truth
}

// demoCase reads the demo's recordings with fewer ordinary processes into a case file.
func demoCase(t *testing.T) *demo {
	t.Helper()
	find(t, "browser", browsers...)
	store, err := sqlitestore.Open(context.Background(), filepath.Join(t.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return tellDemo(t, store)
}

// tellDemo reads them into a store.
func tellDemo(t *testing.T, store graph.Store) *demo {
	t.Helper()
	ctx := context.Background()
	var logs bytes.Buffer
	config := scenario.Demo()
	config.Processes = 400
	truth, err := scenario.WriteJSONLines(ctx, &logs, config)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "demo.jsonl")
	if err := os.WriteFile(path, logs.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := store.Begin(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := ingest.Run(ctx, ingest.Options{Paths: []string{path}}, w); err != nil {
		t.Fatal(err)
	}
	if _, err := derive.Graph(ctx, w, nil); err != nil {
		t.Fatal(err)
	}
	return &demo{store, truth}
}

// step returns the process of a step of the story.
func (d *demo) step(t *testing.T, name string) graph.ProcessRow {
	t.Helper()
	p := d.truth.StepProcess(name)
	if p == nil {
		t.Fatalf("the story has no step %q", name)
	}
	host := "h:" + strings.ToLower(strings.SplitN(d.truth.Hosts[p.Host].Name, ".", 2)[0])
	list, err := d.Search(context.Background(), itoa(int(p.PID)), graph.ProcessFilter{Host: host}, graph.Page{Limit: 1000})
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
