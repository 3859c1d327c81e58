package sqlitestore

import (
	"embed"
	"fmt"
	"strings"
)

// The queries, several named sections a file: "-- name: x" begins a section.
//
//go:embed sql/*.sql
var queryFiles embed.FS

var queries = loadQueries()

// loadQueries panics when a file is malformed: they are part of the program.
func loadQueries() map[string]string {
	entries, err := queryFiles.ReadDir("sql")
	if err != nil {
		panic(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		text, err := queryFiles.ReadFile("sql/" + e.Name())
		if err != nil {
			panic(err)
		}
		for i, section := range strings.Split(string(text), "-- name: ") {
			name, body, ok := strings.Cut(section, "\n")
			if i == 0 || !ok {
				continue // what stands before the first section is a comment
			}
			if _, twice := all[name]; twice {
				panic("two queries named " + name)
			}
			all[name] = strings.TrimSpace(body)
		}
	}
	return all
}

// query returns the text of a named query.
func query(name string) string {
	q, ok := queries[name]
	if !ok {
		panic("no query named " + name)
	}
	return q
}

// queryRows returns a query whose VALUES tuple, marked /*row*/(...)/*end*/, is repeated n times.
// For fresh rows, which cannot be there yet, the ON CONFLICT part is left out.
func queryRows(name string, n int, fresh bool) (text string, columns int) {
	q := query(name)
	head, rest, ok := strings.Cut(q, "/*row*/")
	tuple, tail, ok2 := strings.Cut(rest, "/*end*/")
	if !ok || !ok2 || n < 1 {
		panic(fmt.Sprintf("query %s has no row to repeat", name))
	}
	columns = strings.Count(tuple, "?")
	if fresh {
		head, tail = strings.Replace(head, "INSERT INTO", "INSERT OR FAIL INTO", 1), ""
	}
	return head + strings.TrimSuffix(strings.Repeat(tuple+",", n), ",") + tail, columns
}
