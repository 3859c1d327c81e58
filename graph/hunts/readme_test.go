package hunts_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/internal/democase"
)

// tellStory reads a small company with the intrusion of STORY.md into a case.
func tellStory(t *testing.T, store *neo4jstore.Store) {
	t.Helper()
	if _, err := democase.Tell(t.Context(), store, t.TempDir()); err != nil {
		t.Fatal(err)
	}
}

// story are the hunts over the intrusion; everything else on the two days is a near miss.
var story = []struct {
	hunt    string
	columns string
	want    []string
}{
	{"document-to-shell", "host origin", []string{"wks-0114.example.test winword.exe"}},
	{"parent-disagreement", "host source", []string{"wks-0114.example.test security", "wks-0114.example.test sysmon"}},
	{"failures-then-success", "host source accounts success", []string{`fs01.example.test 192.0.2.14 15 EXAMPLE\\svc_backup`}},
	{"remote-execution", "host parent origin sourceHost", []string{
		"wks-0117.example.test wmiprvse.exe proven wks-0114.example.test", "wks-0117.example.test wmiprvse.exe proven wks-0114.example.test",
		"dc01.example.test psexesvc.exe possible wks-0114.example.test"}},
	{"privilege-jump", "host jump", []string{"wks-0114.example.test integrity", "wks-0114.example.test user"}},
	{"unexpected-parents", "processKey", nil},
	{"system-names-elsewhere", "processKey", nil},
}

// TestStory runs the hunts and the examples of README.md on the demo's intrusion.
func TestStory(t *testing.T) {
	store := openCase(t)
	tellStory(t, store)
	l, err := hunts.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range story {
		t.Run(c.hunt, func(t *testing.T) {
			if d := cmp.Diff(c.want, ask(t, store, l, c.hunt, nil).only(c.columns)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	queries := examples(t)
	if len(queries) != 10 {
		t.Errorf("README.md has %d queries, not 10", len(queries))
	}
	for i, q := range queries {
		t.Run(fmt.Sprintf("README-%d", i+1), func(t *testing.T) {
			var a answer
			sum, err := store.RunCypher(t.Context(), graph.CypherQuery{Text: q}, &a)
			if err != nil {
				t.Fatalf("%v\n%s", err, q)
			}
			if len(a.rows) == 0 || len(sum.Notices) > 0 {
				t.Errorf("%d rows, %v\n%s", len(a.rows), sum.Notices, q)
			}
		})
	}
}

// examples are the blocks of README.md that are marked as Cypher.
func examples(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for _, block := range strings.Split(string(text), "\n```cypher\n")[1:] {
		query, _, _ := strings.Cut(block, "\n```")
		queries = append(queries, query)
	}
	return queries
}

// TestOwnHuntInReadme: the example of a user's own hunt can be used.
func TestOwnHuntInReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, ok := strings.Cut(string(text), "\n```\n// title: ")
	if !ok {
		t.Fatal("README.md shows no hunt")
	}
	block, _, _ = strings.Cut(block, "\n```")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.cypher"), []byte("// title: "+block), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := hunts.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if h, err := l.Get("mine"); err != nil || !h.Own || len(h.Params) != 3 {
		t.Errorf("%+v, %v, %v", h, err, l.Problems())
	}
}
