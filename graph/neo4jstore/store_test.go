package neo4jstore_test

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) graph.Store { return open(t) })
}
