package neo4jstore

import (
	"context"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// maxAsked is how many queries of users run at once. A query that the server does
// not stop keeps its place, so that no more than these ever load a server.
const maxAsked = 4

// querySlots counts the queries that run. The zero value is ready.
type querySlots struct {
	mu      sync.Mutex
	running int
}

func (s *querySlots) take() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running >= maxAsked {
		return &graph.CypherError{Kind: graph.CypherBusy, Message: "four queries run already, or have not been stopped by the server yet",
			Hint: "Ask again when one has ended."}
	}
	s.running++
	return nil
}

func (s *querySlots) give() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
}

// The pauses between two looks at a query that was left.
const (
	firstLook = 50 * time.Millisecond
	lastLook  = 10 * time.Second
	lookTime  = 5 * time.Second
)

// awaitEnd gives a left query's place back when the server has ended its
// transaction. It ends with the store, too.
func (s *Store) awaitEnd(id string) {
	defer s.asked.give()
	for pause := firstLook; ; pause = min(2*pause, lastLook) {
		time.Sleep(pause)
		if !s.runs(id) {
			return
		}
	}
}

// runs says whether the server still works on a query.
func (s *Store) runs(id string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	running := int64(0)
	err := s.direct(ctx, neo4j.AccessModeRead, query("cypher_running"), s.bound(map[string]any{"id": id}), func(r row) error {
		running = r.int(0)
		return nil
	})
	// A server that is busy beyond answering still runs it; one that is gone, or a closed store, does not.
	return err == nil && running > 0 || err != nil && ctx.Err() != nil
}
