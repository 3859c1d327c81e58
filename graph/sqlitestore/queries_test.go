package sqlitestore

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
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
		"child-images", "ancestors", "observations", "observations-numbered", "node-process", "drop-unused-text", "user", "note-about"} {
		texts[name] = query(name)
	}
	pid := int64(4)
	for name, id := range map[string]graph.ProcessIdentity{
		"GUID": {GUID: "a1b2c3d4-0000-1111-2222-333344445555"}, "GUID on a host": {GUID: "a1b2c3d4-0000-1111-2222-333344445555", Host: "h"}, "PID on a host": {PID: &pid, Host: "h"},
	} {
		c, err := identityConditions(id)
		if err != nil {
			t.Fatal(err)
		}
		text := query("identified-processes") + " " + c.sql() + "\n" + query("first-processes")
		texts["find by "+name] = text
		if steps, _ := plan(t, s, text); !strings.Contains(steps, "process_pid") && !strings.Contains(steps, "process_guid") {
			t.Errorf("find by %s:\n%s", name, steps)
		}
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

func TestEachBelow(t *testing.T) {
	//  1 > 2 > 3, 2 > 6, 4 > 5; 7 is no process, 8 and 9 are each other's parents, 10's parent is beyond
	parents := []int32{0, -1, 1, 2, -1, 4, 2, 0, 9, 8, 99}
	for top, want := range map[int64]string{1: "[2 3 6]", 2: "[3 6]", 3: "[]", 4: "[5]", 7: "[]", 8: "[9]", 10: "[]", 50: "[]"} {
		got := []int64{}
		eachBelow(parents, top, func(id int64) { got = append(got, id) })
		slices.Sort(got)
		if fmt.Sprint(got) != want {
			t.Errorf("below %d: %v, want %s", top, got, want)
		}
	}
}

func TestFirsts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 30 {
		var all []hit
		first := newFirsts(n + 1)
		for id := range int64(2000) {
			h := hit{uint8(r.IntN(3)), int64(r.IntN(300)), id}
			all = append(all, h)
			first.offer(h)
		}
		first.cut()
		slices.SortFunc(all, compareHits)
		end := n + 1
		for end < len(all) && compareHits(all[end], all[n]) == 0 {
			end++
		}
		if len(first.list) != end {
			t.Fatalf("%d of the first %d, want %d", len(first.list), n+1, end)
		}
		for i := range first.list {
			if compareHits(first.list[i], all[i]) != 0 {
				t.Fatalf("at %d: %v, want %v", i, first.list[i], all[i])
			}
		}
	}
}
