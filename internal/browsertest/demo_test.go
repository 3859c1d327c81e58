package browsertest

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/internal/democase"
	"github.com/procgraph/procgraph/internal/neo4jtest"
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

// neo4jCase is an empty case on a Neo4j server. It is emptied and closed when the test ends.
func neo4jCase(t *testing.T) *neo4jstore.Store {
	t.Helper()
	server := neo4jtest.Server(t)
	store, err := neo4jstore.Open(context.Background(), neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, Case: "page-" + strings.ToLower(rand.Text()[:12])})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Clear(context.Background()); err != nil {
			t.Error(err)
		}
		store.Close()
	})
	return store
}

// neo4jDemo reads the demo into a case of its own on a Neo4j server.
func neo4jDemo(t *testing.T) (*demo, *neo4jstore.Store) {
	t.Helper()
	find(t, "browser", browsers...)
	store := neo4jCase(t)
	return tellDemo(t, store), store
}

// onBothStores tries a flow on the demo in a case file and in a case on a Neo4j server.
func onBothStores(t *testing.T, flow func(*testing.T, *demo)) {
	t.Run("case file", func(t *testing.T) { flow(t, demoCase(t)) })
	t.Run("neo4j", func(t *testing.T) {
		d, _ := neo4jDemo(t)
		flow(t, d)
	})
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
