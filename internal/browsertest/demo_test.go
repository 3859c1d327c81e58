package browsertest

import (
	"context"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/democase"
)

// demo is the intrusion of internal/scenario (see its STORY.md) in a store.
type demo struct{ *democase.Demo }

// demoCase reads the demo's recordings with fewer ordinary processes into a case file.
func demoCase(t *testing.T) *demo {
	t.Helper()
	find(t, "browser", browsers...)
	d, err := democase.Make(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return &demo{d}
}

// tellDemo reads them into a store.
func tellDemo(t *testing.T, store graph.Store) *demo {
	t.Helper()
	d, err := democase.Tell(context.Background(), store, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &demo{d}
}

// step returns the process of a step of the story.
func (d *demo) step(t *testing.T, name string) graph.ProcessRow {
	t.Helper()
	row, err := d.Step(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return row
}
