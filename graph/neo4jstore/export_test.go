package neo4jstore

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// Queries are the texts as they are sent, by name.
func Queries() map[string]string { return queries }

// SetLimits sets how many nodes go into one transaction and into one stage, and
// returns what brings the usual numbers back.
func SetLimits(together, rows int) (restore func()) {
	before := limits
	limits.together, limits.rows = together, rows
	return func() { limits = before }
}

// SetLockTime sets how long a killed writer's lock holds.
func SetLockTime(d time.Duration) { lockTime = d }

// StopRenewal makes a writer sleep.
func StopRenewal(w graph.Writer) {
	old := w.(*writer)
	old.stop()
	old.stop = func() {}
}

// ExpireLock moves the end of the lock into the past.
func ExpireLock(t *testing.T, s *Store) {
	t.Helper()
	err := s.direct(t.Context(), neo4j.AccessModeWrite, "MATCH (c:ProcgraphCase {key: $case}) SET c.lockUntil = 0", s.params(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
}

// Content is all that a case holds, nodes and relationships, without keys of the
// case and what differs between two equal cases (its name, its version, the lock).
func (s *Store) Content(t *testing.T) string {
	t.Helper()
	var lines []string
	add := func(r row) error {
		text, err := json.Marshal(r.Values)
		lines = append(lines, strings.ReplaceAll(string(text), s.caseName, "CASE"))
		return err
	}
	for _, text := range []string{
		"MATCH (n) WHERE n.caseName = $case AND NOT n:ProcgraphCase WITH n, [k IN keys(n) | k] AS names UNWIND names AS name WITH n, name ORDER BY name WITH n, collect([name, n[name]]) AS values RETURN labels(n), n.key, values",
		"MATCH (a)-[r]->(b) WHERE a.caseName = $case AND b.caseName = $case RETURN type(r), a.key, b.key, properties(r)",
		"MATCH (c:ProcgraphCase {key: $case}) RETURN c.epoch % 2, c.staged",
	} {
		if err := s.direct(t.Context(), neo4j.AccessModeRead, text, s.params(nil), add); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Rows are a host's graph as rows for a plain loader: the nodes' properties by
// label, and relationships as (type, label of the one end, its key, label of the other, its key).
func (s *Store) Rows(t testing.TB, host string, g *graph.HostGraph) (nodes map[string][]map[string]any, links map[[3]string][][2]string) {
	t.Helper()
	w := &writer{store: s}
	h, err := w.newHostWrite(host, g)
	if err != nil {
		t.Fatal(err)
	}
	nodes, links = map[string][]map[string]any{}, map[[3]string][][2]string{}
	link := func(name, from, fromKey, to, toKey string) {
		l := [3]string{name, from, to}
		links[l] = append(links[l], [2]string{fromKey, toKey})
	}
	for i := range g.Sessions {
		line, _ := h.sessions.lineAt(i)
		nodes["LogonSession"] = append(nodes["LogonSession"], h.sessionProperties(i, string(line), h.sessions.hashes[i]))
	}
	for i := range g.Processes {
		n := &g.Processes[i]
		line, _ := h.processes.lineAt(i)
		p := h.processProperties(i, string(line), h.processes.hashes[i])
		key := p["key"].(string)
		nodes["Process"] = append(nodes["Process"], p)
		link("RAN_ON", "Process", key, "Host", h.hostKey)
		link("RAN_AS", "Process", key, "User", s.key(n.User))
		link("IN_SESSION", "Process", key, "LogonSession", s.key(n.Session))
		if h.parent[i] >= 0 {
			link("SPAWNED", "Process", s.key(n.Parent), "Process", key)
		}
	}
	return nodes, links
}

// Crowded are the database keys of the processes that have more relationships than
// one transaction is to delete.
func Crowded(t *testing.T, w graph.Writer) []string {
	t.Helper()
	keys, err := w.(*writer).crowded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
