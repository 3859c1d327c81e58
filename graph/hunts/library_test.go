package hunts

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

const good = `// title: Mine
// question: Which hosts are there?
//    And which are not?
// param: limit int 1..10 = 5 -- the most rows
MATCH (h:Host {caseName: $case}) RETURN h.name AS host LIMIT $limit
`

// folder writes files and returns where they are.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestBroken: each file costs only itself, and is named with line and reason.
func TestBroken(t *testing.T) {
	query := "MATCH (h:Host {caseName: $case}) RETURN h\n"
	head := "// title: T\n// question: Q\n"
	for _, c := range []struct {
		name, text string
		line       int
		reason     string
	}{
		{"Upper", head + query, 0, "lower-case words"},
		{"no-title", "// question: Q\n" + query, 1, "a title and a question"},
		{"no-query", head, 3, "the query is missing"},
		{"only-header", "// title: T\n// question: Q", 2, "the query is missing"},
		{"empty", "", 1, "the query is missing"},
		{"unknown-key", head + "// colour: red\n" + query, 3, `unknown key "colour"`},
		{"no-key", head + "// just words\n" + query, 3, "a header line is written"},
		{"dangling", "//    goes on\n" + head + query, 1, "a continuation of nothing"},
		{"twice", head + "// title: U\n" + query, 3, "title stands twice"},
		{"empty-value", "// title:\n// question: Q\n" + query, 1, "title is empty"},
		{"technique", head + "// attack: T1059, X1\n" + query, 3, "no ATT&CK technique"},
		{"param-form", head + "// param: limit\n" + query, 3, "a parameter is written"},
		{"param-type", head + "// param: n float = 1 -- m\n" + query, 3, `unknown type "float"`},
		{"param-bounds", head + "// param: n int = 1 -- m\n" + query, 3, "bounds such as 1..1000"},
		{"param-outside", head + "// param: n int 1..3 = 4 -- m\nMATCH (h:Host {caseName: $case}) RETURN h LIMIT $n\n", 3, "from 1 to 3, not 4"},
		{"param-twice", head + "// param: n int 1..3 = 2 -- m\n// param: n bool = true -- m\n" + query, 4, "stands twice"},
		{"param-bound", head + "// param: case text = \"x\" -- m\n" + query, 3, "bound by the store"},
		{"param-unused", head + "// param: n int 1..3 = 2 -- m\n" + query, 3, "does not use $n"},
		{"param-unknown", head + "MATCH (h:Host {caseName: $case}) RETURN h LIMIT $n\n", 3, "uses $n"},
		{"table", head + "// param: l list = @nothing -- m\nMATCH (h:Host {caseName: $case}) WHERE h.name IN $l RETURN h\n", 3, "no table nothing"},
		{"outside", head + "// param: l list = @../secret -- m\nMATCH (h:Host {caseName: $case}) WHERE h.name IN $l RETURN h\n", 3, "no name of a table"},
		{"all-cases", head + "MATCH (h:Host) RETURN h\n", 3, "not bound to the case"},
		{"writes", head + "MATCH (h:Host {caseName: $case})\nSET h.x = 1\n", 4, ""},
		{"reads-files", head + "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l, $case\n", 3, ""},
		{"two", head + query + "; MATCH (n) RETURN n\n", 4, ""},
		{"explain", head + "EXPLAIN " + query, 3, "EXPLAIN"},
		{"rarest", head + query, 0, "of this name already"},
		{"large", head + query + strings.Repeat(" ", maxFile), 0, "64 KiB"},
		{"binary", head + query + "\xff", 0, "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := Load(folder(t, map[string]string{c.name + ".cypher": c.text, "mine.cypher": good, "notes.txt": "x"}))
			if err != nil {
				t.Fatal(err)
			}
			problems := l.Problems()
			if len(problems) != 1 || problems[0].File != c.name+".cypher" || problems[0].Line != c.line ||
				!strings.Contains(problems[0].Reason, c.reason) || problems[0].Reason == "" {
				t.Errorf("problems %+v, want line %d, %q", problems, c.line, c.reason)
			}
			if _, err := l.Get("mine"); err != nil {
				t.Error(err)
			}
			if c.line > 0 {
				if _, err := l.Get(c.name); !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), "cannot be used") {
					t.Errorf("Get: %v", err)
				}
			}
		})
	}
}

func TestFolder(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing folder gives %v", err)
	}
	l, err := Load(folder(t, map[string]string{"mine.cypher": strings.ReplaceAll("\ufeff"+good, "\n", "\r\n"), "tables/core-parents.txt": "a.exe: b.exe\n", "tables/mine.txt": "x.exe\n\"y z\"\n"}))
	if err != nil || len(l.Problems()) > 0 {
		t.Fatal(err, l.Problems())
	}
	h, err := l.Get("mine")
	if err != nil {
		t.Fatal(err)
	}
	want := Hunt{Name: "mine", Title: "Mine", Question: "Which hosts are there? And which are not?", Own: true,
		Params: []Param{{Name: "limit", Type: Int, Default: "5", Meaning: "the most rows", Min: 1, Max: 10}},
		Cypher: "MATCH (h:Host {caseName: $case}) RETURN h.name AS host LIMIT $limit\n"}
	if d := cmp.Diff(want, h); d != "" {
		t.Error(d)
	}
	// The user's table stands for the one that comes with the program.
	parents, err := l.Get("unexpected-parents")
	if err != nil {
		t.Fatal(err)
	}
	q, err := l.Query(parents, nil)
	if err != nil {
		t.Fatal(err)
	}
	expected := q.Params["expected"].(map[string]any)
	if d := cmp.Diff([]any{"b.exe"}, expected["a.exe"]); d != "" || expected["lsass.exe"] != nil || expected["dwm.exe"] == nil {
		t.Errorf("expected parents %v", expected)
	}
	// A broken table costs the hunts that need it.
	l, err = Load(folder(t, map[string]string{"tables/core-parents.txt": "a.exe: b.exe\nno colon\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if p := l.Problems(); len(p) != 1 || p[0].File != "unexpected-parents.cypher" || !strings.Contains(p[0].Reason, "core-parents: line 2") {
		t.Errorf("problems %+v", p)
	}
}

const typed = `// title: T
// question: Q
// param: words text = "a" -- m
// param: one text yes|no = "yes" -- m
// param: node key required -- m
// param: n int -5..5 = 0 -- m
// param: flag bool = false -- m
// param: names list = "a, b", c, @java -- m
// param: kinds ints = 3, -4 -- m
// param: lead map = @core-parents -- m
// param: rules rules = @fetchers -- m
MATCH (h:Host {caseName: $case}) RETURN $words, $one, $node, $n, $flag, $names, $kinds, $lead, $rules
`

func TestValues(t *testing.T) {
	l, err := Load(folder(t, map[string]string{"typed.cypher": typed}))
	if err != nil || len(l.Problems()) > 0 {
		t.Fatal(err, l.Problems())
	}
	h, err := l.Get("typed")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		given any
		want  any
		wrong string
	}{
		{"names", nil, []any{"a, b", "c", "java.exe", "javaw.exe"}, ""},
		{"kinds", nil, []any{int64(3), int64(-4)}, ""},
		{"words", "=x", "=x", ""},
		{"words", "", "", ""},
		{"words", strings.Repeat("x", 5000), nil, "longer than 4096"},
		{"words", true, nil, "type text"},
		{"one", "no", "no", ""},
		{"one", "maybe", nil, "one of yes, no"},
		{"node", "", nil, "empty"},
		{"n", "5", int64(5), ""},
		{"n", float64(-5), int64(-5), ""},
		{"n", 6, nil, "from -5 to 5"},
		{"n", 1.5, nil, "type int"},
		{"n", "x", nil, "from -5 to 5"},
		{"flag", "true", true, ""},
		{"flag", true, true, ""},
		{"flag", "yes", nil, "true or false"},
		{"names", `x.exe, "@java"`, []any{"x.exe", "@java"}, ""},
		{"names", "", []any{}, ""},
		{"names", "a,,b", nil, "empty value"},
		{"names", "a,", nil, "separated by commas"},
		{"names", `"a`, nil, "not closed"},
		{"names", []any{"x", "@java"}, []any{"x", "java.exe", "javaw.exe"}, ""},
		{"names", []any{1}, nil, "holds texts"},
		{"names", `["x"`, nil, "not JSON"},
		{"names", "@nothing", nil, "no table nothing"},
		{"kinds", "2,x", nil, "no whole number"},
		{"kinds", []any{float64(7)}, []any{int64(7)}, ""},
		{"lead", `{"a": ["b"]}`, map[string]any{"a": []any{"b"}}, ""},
		{"lead", `{"a": "b"}`, nil, "lists of texts"},
		{"lead", "x", nil, "@table or JSON"},
		{"rules", `[{"name": "a.exe", "words": ["b"]}]`, []any{map[string]any{"name": "a.exe", "words": []any{"b"}}}, ""},
		{"rules", `[{"name": "a.exe"}]`, nil, "a rule is"},
		{"other", "x", nil, "no such parameter"},
	} {
		given := map[string]any{"node": "p:1"}
		if c.given != nil {
			given[c.name] = c.given
		}
		q, err := l.Query(h, given)
		var wrong *ParamError
		switch {
		case c.wrong == "" && err != nil:
			t.Errorf("%s=%v: %v", c.name, c.given, err)
		case c.wrong == "":
			if d := cmp.Diff(c.want, q.Params[c.name]); d != "" {
				t.Errorf("%s=%v: %s", c.name, c.given, d)
			}
		case !errors.As(err, &wrong) || wrong.Name != c.name || !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), c.wrong):
			t.Errorf("%s=%v gives %v, want %q", c.name, c.given, err, c.wrong)
		}
	}
	if _, err := l.Query(h, nil); err == nil || !strings.Contains(err.Error(), "node: it is missing") {
		t.Errorf("a missing parameter gives %v", err)
	}
}
