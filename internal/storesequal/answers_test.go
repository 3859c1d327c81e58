package storesequal_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/internal/democase"
	"github.com/procgraph/procgraph/internal/neo4jtest"
	"github.com/procgraph/procgraph/web"
	"github.com/procgraph/procgraph/web/api"
)

// TestAnswers asks both stores the same questions over HTTP: whatever the page
// asks, the answers may differ in nothing but the store's name and version.
func TestAnswers(t *testing.T) {
	logs := demoLogs(t, 600)
	sqlite, neo4j := openSQLite(t), openNeo4j(t)
	fill(t, sqlite, logs)
	fill(t, neo4j, logs)
	p := pair{t: t, a: handler(t, sqlite), b: handler(t, neo4j)}
	p.lists()
	p.trees()
	p.filters()
	p.searches()
	p.refusals()
	if p.asked < 150 {
		t.Errorf("only %d questions were asked", p.asked)
	}
	t.Logf("%d questions", p.asked)
}

// demoLogs is a generated company's log.
func demoLogs(t testing.TB, processes int) string {
	t.Helper()
	path, _, err := democase.Logs(t.Context(), t.TempDir(), processes)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func openSQLite(t testing.TB) graph.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// openNeo4j opens an empty case of its own, which goes with the test.
func openNeo4j(t testing.TB) graph.Store {
	t.Helper()
	server := neo4jtest.Server(t)
	var name [6]byte
	rand.Read(name[:])
	s, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password,
		Case: "equal-" + hex.EncodeToString(name[:])})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Clear(context.Background()); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return s
}

func fill(t testing.TB, s graph.Store, paths ...string) {
	t.Helper()
	if err := democase.Read(t.Context(), s, paths...); err != nil {
		t.Fatal(err)
	}
}

func handler(t testing.TB, s graph.Store) http.Handler {
	t.Helper()
	server, err := web.New(web.Options{Store: s, Capabilities: s.Capabilities(), Addr: "127.0.0.1:7475"})
	if err != nil {
		t.Fatal(err)
	}
	return server.Handler()
}

// pair are two servers that are asked the same.
type pair struct {
	t     *testing.T
	a, b  http.Handler
	asked int
}

// query is an address with parameters: name, value, name, value …
func query(path string, params ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		v.Add(params[i], params[i+1])
	}
	return api.Prefix + path + "?" + v.Encode()
}

func fetch(h http.Handler, target string) (int, map[string]any) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:7475"+target, nil))
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		body = map[string]any{"unreadable": w.Body.String()}
	}
	return w.Code, body
}

// same asks both, compares, and returns the data of the first.
func (p *pair) same(path string, params ...string) map[string]any {
	p.t.Helper()
	p.asked++
	target := query(path, params...)
	codeA, bodyA := fetch(p.a, target)
	codeB, bodyB := fetch(p.b, target)
	for _, body := range []map[string]any{bodyA, bodyB} {
		if refusal, ok := body["error"].(map[string]any); ok {
			delete(refusal, "message") // in a store's own words
		}
		if data, ok := body["data"].(map[string]any); ok {
			delete(data, "store")
			delete(data, "version")
			if path == "/standouts" { // its cursor names a row of the store
				delete(data, "next")
			}
		}
	}
	if codeA != codeB {
		p.t.Errorf("%s: status %d and %d", target, codeA, codeB)
	}
	if diff := cmp.Diff(bodyA, bodyB); diff != "" {
		p.t.Errorf("%s (-SQLite +Neo4j):\n%.3000s", target, diff)
	}
	data, _ := bodyA["data"].(map[string]any)
	return data
}

// pages follows a list to its end, each store by its own cursors, and returns the items.
func (p *pair) pages(path string, params ...string) (items []map[string]any) {
	p.t.Helper()
	nextA, nextB := "", ""
	for range 200 {
		ask := func(h http.Handler, after string) (page []map[string]any, next string) {
			all := params
			if after != "" {
				all = append(slices.Clone(params), "after", after)
			}
			code, body := fetch(h, query(path, all...))
			data, ok := body["data"].(map[string]any)
			if code != http.StatusOK || !ok {
				p.t.Fatalf("%s %v: %d %v", path, all, code, body)
			}
			list, _ := data["items"].([]any)
			for _, item := range list {
				page = append(page, item.(map[string]any))
			}
			next, _ = data["next"].(string)
			return page, next
		}
		var a, b []map[string]any
		p.asked++
		a, nextA = ask(p.a, nextA)
		b, nextB = ask(p.b, nextB)
		if diff := cmp.Diff(a, b); diff != "" {
			p.t.Errorf("a page of %s %v (-SQLite +Neo4j):\n%.2000s", path, params, diff)
		}
		items = append(items, a...)
		if (nextA == "") != (nextB == "") {
			p.t.Fatalf("%s %v: one list goes on, one ends", path, params)
		}
		if nextA == "" {
			return items
		}
	}
	p.t.Errorf("%s %v has no end", path, params)
	return items
}

// some picks a few values of a member, spread over the items.
func some(items []map[string]any, member string, most int) []string {
	var all []string
	for _, item := range items {
		if v, ok := item[member].(string); ok && v != "" && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	var out []string
	for i := range min(most, len(all)) {
		out = append(out, all[i*len(all)/min(most, len(all))])
	}
	return out
}

func (p *pair) lists() {
	p.same("/stats")
	p.same("/hosts")
	p.same("/files")
	p.same("/users")
	p.same("/standouts")
	p.same("/warnings")
	p.same("/attempts")
	users := p.pages("/users", "limit", "7")
	sessions := p.pages("/sessions", "limit", "40")
	attempts := p.pages("/attempts", "limit", "20")
	p.pages("/standouts", "limit", "3")
	warnings := p.pages("/warnings", "limit", "50")
	for _, class := range some(warnings, "class", 20) {
		p.pages("/warnings", "class", class, "limit", "25")
	}
	for _, about := range some(warnings, "about", 6) {
		p.same("/warnings", "about", about)
		p.same("/warnings", "about", about, "class", "parent-stub")
	}
	for _, key := range some(sessions, "key", 5) {
		p.same("/session", "key", key)
		p.same("/sources", "kind", "session", "key", key)
	}
	for _, key := range some(attempts, "key", 4) {
		p.same("/sources", "kind", "logon_attempt", "key", key)
	}
	for _, key := range some(users, "key", 5) {
		p.same("/sessions", "user", key)
		p.same("/attempts", "user", key)
	}
	for _, host := range some(sessions, "host", 4) {
		p.pages("/sessions", "host", host, "limit", "30")
		p.same("/attempts", "host", host)
		p.same("/standouts", "host", host)
	}
	for _, start := range some(sessions, "start", 3) {
		p.same("/sessions", "from", start)
		p.same("/sessions", "to", start, "remote", "true")
		p.same("/attempts", "from", start, "event_id", "4625")
		p.same("/attempts", "to", start)
	}
	for _, kind := range []string{"2", "3", "5", "10"} {
		p.same("/sessions", "type", kind)
	}
}

func (p *pair) trees() {
	roots := p.pages("/roots", "limit", "9")
	for _, host := range some(roots, "host", 4) {
		p.pages("/roots", "host", host, "limit", "5")
	}
	p.same("/subtree")
	p.same("/subtree", "depth", "1")
	p.same("/subtree", "limit", "50")
	rows, _ := p.same("/subtree", "depth", "1000", "limit", "1000")["rows"].([]any)
	var parents, all []map[string]any
	for _, r := range rows {
		row := r.(map[string]any)
		all = append(all, row)
		if n, _ := row["child_count"].(float64); n > 0 {
			parents = append(parents, row)
		}
	}
	for _, key := range some(parents, "key", 12) {
		p.pages("/children", "key", key, "limit", "3")
		p.same("/children", "key", key)
		p.same("/subtree", "key", key)
		p.same("/subtree", "key", key, "limit", "4", "depth", "2")
	}
	for _, key := range some(all, "key", 12) {
		p.same("/process", "key", key)
		p.same("/ancestors", "key", key)
		p.same("/ancestors", "key", key, "limit", "2")
		p.same("/sources", "key", key)
		p.same("/lineage", "key", key)
		p.same("/neighbours", "kind", "process", "key", key)
	}
}

func (p *pair) filters() {
	rows, _ := p.same("/subtree", "depth", "1000", "limit", "1000")["rows"].([]any)
	var all []map[string]any
	for _, r := range rows {
		all = append(all, r.(map[string]any))
	}
	filters := [][]string{{"observed", "true"}, {"observed", "false"}, {"image", "CMD.exe"}, {"image", "svchost.exe"}, {"text", "system"},
		{"text", "c:\\windows"}, {"text", "powershell -enc"}, {"text", "nothing-has-this"}, {"text", "e"}, {"text", `"`}}
	for _, member := range []string{"host", "user", "session"} {
		for _, key := range some(all, member, 3) {
			filters = append(filters, []string{member, key}, []string{member, key, "text", "exe"})
		}
	}
	for _, start := range some(all, "start", 3) {
		filters = append(filters, []string{"from", start}, []string{"to", start}, []string{"from", start, "to", start, "observed", "true"})
	}
	for _, f := range filters {
		roots := p.pages("/roots", append([]string{"limit", "8"}, f...)...)
		p.same("/subtree", f...)
		p.same("/search", append([]string{"q", "exe"}, f...)...)
		for _, key := range some(roots, "key", 2) {
			p.same("/children", append([]string{"key", key}, f...)...)
			p.same("/subtree", append([]string{"key", key, "limit", "20"}, f...)...)
		}
	}
}

func (p *pair) searches() {
	for _, q := range []string{"powershell", "cmd", "svc", "exe", "EXE windows", "administrator", "system32", "\\", "%", "*", "?", "4", "1000",
		"-enc", "nothing-has-this", "(a OR b)", "\"", "'", "{", "a:b", "~", "^2", "AND", "\\u0041", strings.Repeat("a", 200)} {
		p.same("/search", "q", q)
		if p.t.Failed() {
			return
		}
	}
	p.pages("/search", "q", "exe", "limit", "33")
	p.pages("/search", "q", "powershell", "limit", "2")
}

func (p *pair) refusals() {
	for _, path := range []string{"/process", "/children", "/ancestors", "/session", "/sources", "/subtree", "/lineage"} {
		p.same(path, "key", "p:nothing")
	}
	for _, path := range []string{"/roots", "/sessions", "/attempts", "/warnings", "/standouts", "/users"} {
		p.same(path, "after", "nonsense")
	}
	p.same("/roots", "from", "2024-01-02T00:00:00Z", "to", "2024-01-01T00:00:00Z")
	p.same("/search", "q", strings.Repeat("x ", 40))
	p.same("/search", "q", "exe", "after", fmt.Sprintf("%x", "no"))
}
