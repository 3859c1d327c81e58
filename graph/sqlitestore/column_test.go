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

// columnsOf reads the packed columns, and the same from the rows of the processes.
func columnsOf(t *testing.T, s *Store) (have, want map[int64]column) {
	t.Helper()
	have, want = map[int64]column{}, map[int64]column{}
	err := s.read(t.Context(), "columns", func(r reader) error {
		for n := range 3 { // the second time they are kept, the third time they come from memory
			again := map[int64]column{}
			if err := r.eachColumn(func(id int64, c packed) { again[id] = c.column() }); err != nil {
				return err
			}
			if n > 0 && !cmp.Equal(again, have, cmp.AllowUnexported(column{})) {
				t.Errorf("the columns differ when they are asked for the %d. time", n+1)
			}
			have = again
		}
		return r.each("SELECT id, parent, host, user, session, image, text, observed, sort, last FROM process", nil, func(rows *sql.Rows) error {
			var id int64
			var c column
			err := rows.Scan(&id, &c.parent, &c.host, &c.user, &c.session, &c.image, &c.text, &c.observed, &c.sort, &c.last)
			want[id] = c
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return have, want
}

// someProcesses are n processes of a host, from number first on.
func someProcesses(host string, first, n int) (list []graph.Process) {
	for i := first; i < first+n; i++ {
		p := graph.Process{Key: fmt.Sprintf("p:%s:%06d", host, i), Host: "h:" + host, Image: fmt.Sprintf(`C:\%d.exe`, i%7), Observed: i%3 != 0, User: fmt.Sprintf("u:%d", i%5)}
		if i%11 != 0 {
			p.Start = graph.UnixSecond(int64(1_700_000_000 + i))
		}
		if i%4 == 0 {
			p.End = graph.UnixSecond(int64(1_700_009_000 + i))
		}
		if i%10 != 0 {
			p.Parent = fmt.Sprintf("p:%s:%06d", host, i/2)
		}
		list = append(list, p)
	}
	return list
}

// TestColumns: the packed columns say what the rows say, after writes of all
// kinds, and the migration packs the same.
func TestColumns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	check := func(step string) {
		t.Helper()
		have, want := columnsOf(t, s)
		if d := cmp.Diff(want, have, cmp.AllowUnexported(column{})); d != "" {
			t.Errorf("%s (-rows +columns):\n%s", step, d)
		}
	}
	set := func(host string, list []graph.Process) {
		t.Helper()
		if err := w.SetHostGraph(t.Context(), "h:"+host, graph.HostState{}, graph.HostGraph{Processes: list}); err != nil {
			t.Fatal(err)
		}
	}
	set("alpha", someProcesses("alpha", 0, 1500))
	set("beta", someProcesses("beta", 0, 700))
	check("two hosts")
	set("alpha", someProcesses("alpha", 200, 1500))
	check("some gone, some changed, some new")
	set("gamma", someProcesses("gamma", 0, 1100))
	check("a third host")
	if err := w.RemoveHostGraph(t.Context(), "h:beta"); err != nil {
		t.Fatal(err)
	}
	check("a host removed")
	if have, _ := columnsOf(t, s); len(have) != 2600 {
		t.Errorf("%d columns", len(have))
	}
	if err := errors.Join(w.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}

	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`DROP TABLE process_column; CREATE INDEX process_user ON process (user); CREATE INDEX process_session ON process (session);
		CREATE INDEX process_image ON process (image);` + migrations[3])
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	check("migrated")
}

// TestManyTies: pages of a search among processes of one time, more of them than
// are sorted, go on by key.
func TestManyTies(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "case"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	list := someProcesses("alpha", 0, fewTies+600)
	var want []string
	for i := range list {
		list[i].Start, list[i].Image = graph.Time{}, `C:\same.exe`
		if i%50 == 0 {
			list[i].Image = `C:\other.exe`
			continue
		}
		want = append(want, list[i].Key)
	}
	err = w.SetHostGraph(t.Context(), "h:alpha", graph.HostState{}, graph.HostGraph{Processes: list})
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for p := (graph.Page{Limit: 1000}); ; {
		found, err := s.Search(t.Context(), "same", graph.ProcessFilter{}, p)
		if err != nil || found.Total != len(want) {
			t.Fatal(found.Total, err)
		}
		for i := range found.Items {
			got = append(got, found.Items[i].Key)
		}
		if p.After = found.Next; p.After == "" {
			break
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestColumnsDamaged: a damaged row is an error, not a wrong answer.
func TestColumnsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("INSERT INTO process_column VALUES (0, x'0102')")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Search(t.Context(), "any", graph.ProcessFilter{}, graph.Page{}); !errors.Is(err, errColumns) {
		t.Errorf("got %v", err)
	}
}
