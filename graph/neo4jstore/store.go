package neo4jstore

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// Store is one case in a Neo4j server. It is safe for concurrent use.
type Store struct {
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager // reads see earlier writes in a cluster, too
	where     string                // the address without credentials
	database  string                // "" is the user's own
	user      string
	caseName  string
	prefix    string // of keys
	readOnly  bool
	version   string // of the server
	answers   answers
	asked     querySlots // queries of users
}

var _ graph.Store = (*Store)(nil)

// Capabilities implements graph.Store.
func (s *Store) Capabilities() graph.Capabilities {
	return graph.Capabilities{Cypher: true, FullText: true, Name: "Neo4j " + s.version, Location: s.where}
}

// Case is the case's name.
func (s *Store) Case() string { return s.caseName }

// Close ends all reading. Writers are closed before it.
func (s *Store) Close() error {
	if err := s.driver.Close(context.Background()); err != nil {
		return fmt.Errorf("leaving %s: %w", s.where, err)
	}
	return nil
}

// Version changes with every write that changes an answer. It names the case's
// identity too, so that two cases served at one address never share a version.
func (s *Store) Version(ctx context.Context) (version string, err error) {
	err = s.read(ctx, "the version", func(r reader) error {
		version, err = r.version()
		return err
	})
	return version, err
}

// openCase makes the case's node, or checks that it is there.
func (s *Store) openCase(ctx context.Context) error {
	if s.readOnly {
		found := false
		err := s.direct(ctx, neo4j.AccessModeRead, query("write_find_case"), s.bound(nil), func(row) error {
			found = true
			return nil
		})
		if err != nil {
			return s.fail(ctx, "opening the case", err)
		}
		if !found {
			return s.noCase()
		}
		return nil
	}
	err := s.inWrite(ctx, func(u *update) error {
		return u.run("write_make_case", map[string]any{"identity": newIdentity()})
	})
	if err != nil {
		return s.fail(ctx, "making the case", err)
	}
	return nil
}

func (s *Store) noCase() error {
	return fmt.Errorf("%w: there is no case %q at %s", graph.ErrNotFound, s.caseName, s.where)
}

// newIdentity is a case's random name.
func newIdentity() string {
	var id [8]byte
	rand.Read(id[:])
	return hex.EncodeToString(id[:])
}
