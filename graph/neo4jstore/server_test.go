package neo4jstore_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"testing"

	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/internal/neo4jtest"
)

// options are those of a fresh case on the test server. It is cleared at the end.
func options(t testing.TB) neo4jstore.Options {
	t.Helper()
	server := neo4jtest.Server(t)
	o := neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, Case: freshCase()}
	t.Cleanup(func() {
		ctx := context.Background()
		s, err := neo4jstore.Open(ctx, o)
		if err != nil {
			t.Error(err)
			return
		}
		defer s.Close()
		if err := s.Clear(ctx); err != nil {
			t.Error(err)
		}
	})
	return o
}

// open opens a fresh case; the caller closes it.
func open(t testing.TB) *neo4jstore.Store {
	t.Helper()
	s, err := neo4jstore.Open(t.Context(), options(t))
	check(t, err)
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// freshCase is a case name that no other test has.
func freshCase() string {
	var id [6]byte
	rand.Read(id[:])
	return "test-" + hex.EncodeToString(id[:])
}

// content is all that a case holds, see Store.Content.
func content(t *testing.T, o neo4jstore.Options) string {
	t.Helper()
	s, err := neo4jstore.Open(t.Context(), o)
	check(t, err)
	defer s.Close()
	return s.Content(t)
}
