package sqlitestore

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// TestQueriesPrepare prepares every whole query and holds the plans of those
// that pages are made of to indexes.
func TestQueriesPrepare(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, text := range queries {
		if strings.Contains(text, "/*row*/") {
			text, _ = queryRows(name, 3, false)
		}
		switch {
		case strings.HasSuffix(text, "WHERE"):
			text += " TRUE"
		case !strings.HasSuffix(text, ";"):
			continue // a condition or an order: a part of another query
		}
		for _, one := range strings.Split(strings.TrimSuffix(text, ";"), ";") {
			if _, err := plan(t, s, one); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// plan explains a query, with every parameter NULL.
func plan(t *testing.T, s *Store, text string) (string, error) {
	t.Helper()
	text = regexp.MustCompile(`(?m)^\s*--.*$`).ReplaceAllString(text, "")
	numbered := regexp.MustCompile(`\?\d*`)
	n := len(numbered.FindAllString(text, -1))
	var steps []string
	err := eachRow(t.Context(), s.db, "EXPLAIN QUERY PLAN "+text, make([]any, n), func(rows *sql.Rows) error {
		var id, parent, unused int
		var detail string
		err := rows.Scan(&id, &parent, &unused, &detail)
		steps = append(steps, detail)
		return err
	})
	return strings.Join(steps, "\n"), err
}

// TestPlans: what must answer at a million processes scans no table.
func TestPlans(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "case"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	texts := map[string]string{}
	for _, name := range []string{"process-place", "process-rows", "process-flags", "session-lines", "roots-page", "children-page", "child-ids",
		"child-images", "ancestors", "upward", "count-below", "observations", "observations-numbered", "node-process", "drop-unused-text"} {
		texts[name] = query(name)
	}
	for name, f := range map[string]graph.ProcessFilter{
		"user": {User: "u"}, "session": {Session: "s"}, "image": {Image: "i"}, "text": {Text: "mimik"}, "host and text": {Host: "h", Text: "mimik katz"},
	} {
		c, err := processConditions(f)
		if err != nil {
			t.Fatal(err)
		}
		texts["filter by "+name] = query("filtered-processes") + " " + c.sql()
	}
	for name, text := range texts {
		steps, err := plan(t, s, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, step := range strings.Split(steps, "\n") {
			// Lists given by the caller, results of subqueries and the users of a case are read through.
			full := strings.HasPrefix(step, "SCAN ") && !regexp.MustCompile(`^SCAN (j |json_each|up\b|down\b|user\b|c\b|search_index VIRTUAL|\d+ CONSTANT)`).MatchString(step)
			if full && !strings.Contains(step, "VIRTUAL TABLE INDEX") && !strings.Contains(step, "process_roots") {
				t.Errorf("%s: %s\n%s", name, step, steps)
			}
		}
	}
}

func TestTrigrams(t *testing.T) {
	for word, want := range map[string]string{
		"abc": `"abc"`, "abcd": `"abc" AND "bcd"`, "aaaa": `"aaa"`, `a"b`: `"a""b"`, "äöüß": `"äöü" AND "öüß"`,
	} {
		if got := trigrams(word); got != want {
			t.Errorf("%q: got %s, want %s", word, got, want)
		}
	}
	if n := strings.Count(trigrams(strings.Repeat("0123456789abcdef", 8)+"xyz"), " AND ") + 1; n > maxTrigrams {
		t.Errorf("%d trigrams", n)
	}
}

func TestBitset(t *testing.T) {
	var b bitset
	for _, id := range []int64{5, 64, 63, 1000, 5} {
		b.add(id)
	}
	got := b.ids()
	if b.len() != 4 || len(got) != 4 || got[0] != 5 || got[1] != 63 || got[2] != 64 || got[3] != 1000 {
		t.Errorf("got %v", got)
	}
	if b.has(6) || b.has(1<<40) || b.has(-1) || !b.has(1000) {
		t.Error("has is wrong")
	}
}

func TestParseGUID(t *testing.T) {
	for text, ok := range map[string]bool{
		"a1b2c3d4-0000-1111-2222-333344445555": true, "{A1B2C3D4-0000-1111-2222-333344445555}": true,
		"a1b2c3d4-0000-1111-2222-33334444555g": false, "a1b2c3d40000-1111-2222-333344445555--": false, "": false, "4321": false,
	} {
		if _, got := parseGUID(text); got != ok {
			t.Errorf("%q: got %t", text, got)
		}
	}
}
