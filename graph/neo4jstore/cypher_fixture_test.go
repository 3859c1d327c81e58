package neo4jstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/neo4jtest"
)

// table is a sink that keeps an answer.
type table struct {
	columns []string
	rows    [][]any
	onRow   func()
}

func (t *table) Columns(names []string) error {
	t.columns = names
	return nil
}

func (t *table) Row(values []any) error {
	t.rows = append(t.rows, values)
	if t.onRow != nil {
		t.onRow()
	}
	return nil
}

func (t *table) json(tt *testing.T) string {
	tt.Helper()
	b, err := json.Marshal(t.rows)
	if err != nil {
		tt.Fatal(err)
	}
	return string(b)
}

// asked is a case of its own on the test server: 40 processes, each the child of
// every one before it, so that walks through it are beyond counting.
type asked struct {
	*Store
	label string // a label that only an attempt to write could make
}

func newAsked(t *testing.T) asked {
	t.Helper()
	server := neo4jtest.Server(t)
	name := "c-" + newIdentity()
	s, err := Open(t.Context(), Options{URI: server.URI, User: server.User, Password: server.Password, Case: name})
	if err != nil {
		t.Fatal(err)
	}
	a := asked{s, "Attempt" + newIdentity()}
	t.Cleanup(func() {
		a.write(t, "MATCH (n {caseName: $case}) DETACH DELETE n")
		a.write(t, "MATCH (c:ProcgraphCase {key: $case}) DELETE c")
		s.Close()
	})
	a.write(t, `UNWIND range(1, 40) AS i
		CREATE (p:Process {caseName: $case, key: $keyPrefix + 'p:' + i, pid: i, image: 'C:\\Windows\\a.exe', commandLine: 'a.exe -set ' + i,
			startTime: datetime('2024-01-01T00:00:00.1234567+01:00') + duration({seconds: i}), exportLine: '{}', set: i})
		WITH collect(p) AS all UNWIND all AS a UNWIND all AS b WITH a, b WHERE a.pid < b.pid CREATE (a)-[:SPAWNED {via: 'guid'}]->(b)`)
	return a
}

func (a asked) write(t *testing.T, text string) {
	t.Helper()
	ctx := context.Background()
	session := a.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: a.database})
	defer session.Close(ctx)
	result, err := session.Run(ctx, text, a.params(nil))
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// digest is a checksum of all that an attempt could have changed: the case's nodes and
// relationships, nodes of the attempts' label, the schema and the users.
func (a asked) digest(t *testing.T) string {
	t.Helper()
	h := sha256.New()
	for _, q := range []struct{ database, text string }{
		{a.database, "MATCH (n {caseName: $case}) RETURN labels(n), properties(n) ORDER BY n.key"},
		{a.database, "MATCH (n {caseName: $case})-[r]->(m) RETURN n.key, type(r), properties(r), m.key ORDER BY n.key, m.key"},
		{a.database, "MATCH (n:" + a.label + ") RETURN count(n)"},
		{a.database, "SHOW INDEXES YIELD name, labelsOrTypes, properties RETURN name, labelsOrTypes, properties ORDER BY name"},
		{a.database, "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name"},
		{"system", "SHOW USERS YIELD user, suspended, passwordChangeRequired RETURN * ORDER BY user"},
	} {
		session := a.driver.NewSession(t.Context(), neo4j.SessionConfig{DatabaseName: q.database, AccessMode: neo4j.AccessModeRead})
		result, err := session.Run(t.Context(), q.text, a.params(nil))
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		err = eachRow(t.Context(), result, func(r row) error {
			rows++
			b, err := json.Marshal(r.Values)
			h.Write(b)
			return err
		})
		if err != nil || rows == 0 && q.database != a.database {
			t.Fatalf("%d rows, %v", rows, err)
		}
		session.Close(t.Context())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ask runs a query within the usual time.
func (a asked) ask(t *testing.T, text string, params map[string]any) (*table, graph.CypherSummary, error) {
	t.Helper()
	return a.askWithin(t, graph.DefaultCypherTime, text, params)
}

func (a asked) askWithin(t *testing.T, most time.Duration, text string, params map[string]any) (*table, graph.CypherSummary, error) {
	t.Helper()
	out := &table{}
	sum, err := a.RunCypher(t.Context(), graph.CypherQuery{Text: text, Params: params,
		Limits: graph.CypherLimits{Time: most, Rows: 100, Bytes: 1 << 20}}, out)
	return out, sum, err
}

// settled waits until the server has ended all that was left behind.
func (a asked) settled(t *testing.T) {
	t.Helper()
	for range 600 {
		a.asked.mu.Lock()
		running := a.asked.running
		a.asked.mu.Unlock()
		if running == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("a query still runs on the server")
}

// spelled is a text with {label} and many-fold repeats filled in.
func (a asked) spelled(text string) string {
	return strings.NewReplacer("{label}", a.label, "{many(}", strings.Repeat("(", 2000), "{many)}", strings.Repeat(")", 2000),
		"{many+1}", strings.Repeat("+1", 10_000), "{manyNOT}", strings.Repeat("NOT ", 3000), "{many--()}", manyNodes(40)).Replace(text)
}

func manyNodes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "--(a%d)", i)
	}
	return b.String()
}
