package sqlitestore

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// TestLastMigration: version 2 computes from the lines what the writer computes
// from the processes.
func TestLastMigration(t *testing.T) {
	var g graph.HostGraph
	at := func(fraction int64, digits uint8) graph.Time {
		moment := graph.UnixSecond(1_700_000_000)
		moment.Ticks, moment.Digits = moment.Ticks+fraction, digits
		return moment
	}
	for _, p := range []graph.Process{
		{}, {Start: at(0, 0)}, {StartHint: at(0, 0)},
		{End: at(0, 0)}, {EndNotAfter: at(0, 0)},
		{Start: at(0, 0), End: at(1_230_000, 3)},
		{StartHint: at(0, 0), End: at(1_234_567, 7), EndNotAfter: at(1_234_568, 7)},
		{Start: at(0, 0), EndNotAfter: at(9_999_999, 7)},
		{End: graph.Time{Ticks: 1}, Start: at(5, 7)}, // January 1601
		{Start: at(0, 0), End: at(500_000, 2)},
	} {
		p.Key, p.Host = fmt.Sprintf("p:host:%02d", len(g.Processes)), "h:host"
		if p.End.Ticks == 1 {
			p.End.Digits = 7
		}
		g.Processes = append(g.Processes, p)
	}
	path := filepath.Join(t.TempDir(), "case")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	err = w.SetHostGraph(t.Context(), "h:host", graph.HostState{}, g)
	if err := errors.Join(err, w.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	last := func() (all []int64) {
		err := eachRow(t.Context(), db, "SELECT last FROM process ORDER BY key", nil, func(rows *sql.Rows) error {
			var n int64
			err := rows.Scan(&n)
			all = append(all, n)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	want := last()
	if _, err := db.Exec("UPDATE process SET last = 1;" + migrations[1]); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, last()); d != "" || len(want) != len(g.Processes) {
		t.Errorf("-written +migrated:\n%s", d)
	}
}
