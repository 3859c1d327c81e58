package neo4jstore_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
)

const benchHost = "h:bench.example.test"

// BenchmarkLoad loads the graph of one host into an empty case, and the same nodes
// and relationships by the plain driver with UNWIND, in turns, on a warm server.
// "ratio" is our speed by the driver's. A million only when asked for by name (-bench /1M).
func BenchmarkLoad(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run(size.name, func(b *testing.B) {
			if size.n > 100_000 && !asked("1M") {
				b.Skip("only when asked for by name")
			}
			g := host(size.n, "bench.example.test")
			// A server that has just started plans and compiles: neither way is to pay for that.
			warm := host(min(size.n, 10_000), "bench.example.test")
			loadOurs(b, warm)
			loadPlain(b, warm)
			var ours, plain time.Duration
			oursFirst := true
			for b.Loop() {
				if oursFirst {
					ours += loadOurs(b, g)
				}
				plain += loadPlain(b, g)
				if !oursFirst {
					ours += loadOurs(b, g)
				}
				oursFirst = !oursFirst
			}
			b.ReportMetric(float64(plain)/float64(ours), "ratio")
			b.ReportMetric(float64(ours.Microseconds())/float64(b.N)/float64(size.n), "µs/process")
			b.ReportMetric(float64(plain.Microseconds())/float64(b.N)/float64(size.n), "µs/process-plain")
		})
	}
}

func benchDirectory(b *testing.B, w graph.Writer) {
	check(b, w.SetDirectory(b.Context(), []graph.Host{{Key: benchHost, Name: "bench"}}, fixtureUsers, nil))
}

func loadOurs(b *testing.B, g graph.HostGraph) time.Duration {
	s := open(b)
	defer s.Close()
	w, err := s.Begin(b.Context(), nil)
	check(b, err)
	benchDirectory(b, w)
	began := time.Now()
	check(b, w.SetHostGraph(b.Context(), benchHost, graph.HostState{}, g))
	took := time.Since(began)
	check(b, w.Close())
	return took
}

// plainRows is the number of rows of one statement of the plain loader.
const plainRows = 1000

func loadPlain(b *testing.B, g graph.HostGraph) time.Duration {
	o := options(b)
	s, err := neo4jstore.Open(b.Context(), o)
	check(b, err)
	defer s.Close()
	w, err := s.Begin(b.Context(), nil)
	check(b, err)
	benchDirectory(b, w)
	check(b, w.Close())
	nodes, links := s.Rows(b, benchHost, &g)
	driver, err := neo4j.NewDriverWithContext(o.URI, neo4j.BasicAuth(o.User, o.Password, ""))
	check(b, err)
	defer driver.Close(b.Context())
	session := driver.NewSession(b.Context(), neo4j.SessionConfig{})
	defer session.Close(b.Context())
	began := time.Now()
	for _, label := range slices.Sorted(maps.Keys(nodes)) {
		text := fmt.Sprintf("UNWIND $rows AS r CREATE (n:%s) SET n = r", label)
		for part := range slices.Chunk(nodes[label], plainRows) {
			runPlain(b, session, text, part)
		}
	}
	for link, rows := range links {
		text := fmt.Sprintf("UNWIND $rows AS r MATCH (a:%s {key: r[0]}) MATCH (b:%s {key: r[1]}) CREATE (a)-[:%s]->(b)", link[1], link[2], link[0])
		for part := range slices.Chunk(rows, plainRows) {
			list := make([][]string, len(part))
			for i, ends := range part {
				list[i] = ends[:]
			}
			runPlain(b, session, text, list)
		}
	}
	return time.Since(began)
}

func runPlain(b *testing.B, session neo4j.SessionWithContext, text string, rows any) {
	_, err := session.ExecuteWrite(b.Context(), func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(b.Context(), text, map[string]any{"rows": rows})
		if err != nil {
			return nil, err
		}
		return result.Consume(b.Context())
	})
	check(b, err)
}

// asked says whether the benchmark's name was given.
func asked(name string) bool {
	f := flag.Lookup("test.bench")
	return f != nil && strings.Contains(f.Value.String(), name)
}
