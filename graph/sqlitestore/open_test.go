package sqlitestore_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// alter runs SQL on a file outside of the store.
func alter(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	check(t, err)
	defer db.Close()
	_, err = db.Exec(statement)
	check(t, err)
}

func newCase(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "case.procgraph")
	s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
	check(t, err)
	check(t, s.Close())
	return path
}

func TestOpenRefusesWhatIsNoCase(t *testing.T) {
	for name, make := range map[string]func(t *testing.T, path string) error{
		"text": func(t *testing.T, path string) error { return os.WriteFile(path, []byte("notes"), 0o600) },
		"long text": func(t *testing.T, path string) error {
			return os.WriteFile(path, bytes.Repeat([]byte("x"), 9000), 0o600)
		},
		"folder":         func(t *testing.T, path string) error { return os.Mkdir(path, 0o700) },
		"other database": func(t *testing.T, path string) error { alter(t, path, "CREATE TABLE notes (text)"); return nil },
		"marked database": func(t *testing.T, path string) error {
			alter(t, path, "PRAGMA application_id = 7; CREATE TABLE notes (text)")
			return nil
		},
		"other database in WAL": func(t *testing.T, path string) error {
			alter(t, path, "PRAGMA journal_mode = WAL; CREATE TABLE notes (text)")
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			check(t, make(t, path))
			before, _ := os.ReadFile(path)
			for _, o := range []sqlitestore.Options{{}, {ReadOnly: true}} {
				if _, err := sqlitestore.Open(t.Context(), path, o); !errors.Is(err, graph.ErrNotACase) {
					t.Errorf("%+v: got %v, want ErrNotACase", o, err)
				}
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenRefusesNewer(t *testing.T) {
	path := newCase(t)
	alter(t, path, "PRAGMA user_version = 1000")
	for _, o := range []sqlitestore.Options{{}, {ReadOnly: true}} {
		if _, err := sqlitestore.Open(t.Context(), path, o); !errors.Is(err, graph.ErrNewer) {
			t.Errorf("%+v: got %v, want ErrNewer", o, err)
		}
	}
}

func TestOpenTakesWhatHoldsNothing(t *testing.T) {
	for name, make := range map[string]func(t *testing.T, path string) error{
		"empty file":     func(t *testing.T, path string) error { return os.WriteFile(path, nil, 0o600) },
		"empty database": func(t *testing.T, path string) error { alter(t, path, "PRAGMA journal_mode = WAL; VACUUM"); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			check(t, make(t, path))
			s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
			check(t, err)
			check(t, s.Close())
		})
	}
}

func TestOpenReadOnly(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	if _, err := sqlitestore.Open(t.Context(), missing, sqlitestore.Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("reading made a file")
	}
	s, err := sqlitestore.Open(t.Context(), newCase(t), sqlitestore.Options{ReadOnly: true})
	check(t, err)
	defer s.Close()
	if _, err := s.Begin(t.Context(), nil); !errors.Is(err, graph.ErrUnsupported) {
		t.Errorf("Begin: got %v, want ErrUnsupported", err)
	}
	if err := s.Clear(t.Context()); !errors.Is(err, graph.ErrUnsupported) {
		t.Errorf("Clear: got %v, want ErrUnsupported", err)
	}
}

// TestOpenImmutable reads a case in a folder that cannot be written.
func TestOpenImmutable(t *testing.T) {
	path := newCase(t)
	for name, o := range map[string]sqlitestore.Options{"writing": {}, "reading": {ReadOnly: true}} {
		if name == "writing" {
			s, err := sqlitestore.Open(t.Context(), path, o)
			check(t, err)
			w := begin(t, s)
			check(t, w.SetHostGraph(t.Context(), "h:bench.example.test", graph.HostState{}, host(10)))
			check(t, errors.Join(w.Close(), s.Close()))
		}
	}
	dir := filepath.Dir(path)
	check(t, os.Remove(path+".lock"))
	check(t, os.Chmod(dir, 0o500))
	defer os.Chmod(dir, 0o700)
	s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{ReadOnly: true})
	check(t, err)
	defer s.Close()
	if n := len(export(t, s)); n == 0 {
		t.Error("an empty export")
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 && runtime.GOOS != "windows" && os.Geteuid() != 0 {
		t.Errorf("side files %v", left)
	}
}

func export(t testing.TB, s *sqlitestore.Store) string {
	t.Helper()
	var b bytes.Buffer
	check(t, s.Export(context.Background(), &b))
	return b.String()
}

// TestPaths opens cases whose names mean something in a URI.
func TestPaths(t *testing.T) {
	for _, name := range []string{"a b", "a?mode=memory", "a#b", "a%20b", "ä", "a&b=c", "file:x", "'; --"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
		check(t, err)
		w := begin(t, s)
		check(t, w.SetFacts(t.Context(), "alpha", []byte("x")))
		check(t, errors.Join(w.Close(), s.Close()))
		info, err := os.Stat(path)
		check(t, err)
		if info.Size() == 0 {
			t.Errorf("%q: nothing was written to the file itself", name)
		}
	}
}

// TestOneFile: after the writer is closed the file alone is the whole case.
func TestOneFile(t *testing.T) {
	s := open(t)
	defer s.Close()
	w := begin(t, s)
	check(t, w.SetHostGraph(t.Context(), "h:bench.example.test", graph.HostState{}, host(500)))
	check(t, w.Close())
	data, err := os.ReadFile(s.Capabilities().Location)
	check(t, err)
	other := filepath.Join(t.TempDir(), "copy")
	check(t, os.WriteFile(other, data, 0o600))
	c, err := sqlitestore.Open(t.Context(), other, sqlitestore.Options{ReadOnly: true})
	check(t, err)
	defer c.Close()
	if export(t, c) != export(t, s) {
		t.Error("the copy differs")
	}
}

// TestReadersDuringWrite: another store object reads while a transaction is long.
func TestReadersDuringWrite(t *testing.T) {
	s := open(t)
	defer s.Close()
	reader, err := sqlitestore.Open(t.Context(), s.Capabilities().Location, sqlitestore.Options{ReadOnly: true})
	check(t, err)
	defer reader.Close()
	w := begin(t, s)
	defer w.Close()
	done := make(chan error)
	g := host(5000)
	go func() {
		done <- w.SetHostGraph(context.Background(), "h:bench.example.test", graph.HostState{}, g)
	}()
	for slowest := time.Duration(0); ; {
		start := time.Now()
		list, err := reader.Roots(t.Context(), graph.ProcessFilter{}, graph.Page{})
		check(t, err)
		slowest = max(slowest, time.Since(start))
		if list.Total != 0 && list.Total != len(g.Processes) {
			t.Fatalf("a reader saw %d processes", list.Total)
		}
		select {
		case err := <-done:
			check(t, err)
			t.Logf("slowest read during the write: %v", slowest)
			return
		default:
		}
	}
}

// TestFileIsReadable: any SQLite tool can read the case.
func TestFileIsReadable(t *testing.T) {
	s := open(t)
	w := begin(t, s)
	check(t, w.SetHostGraph(t.Context(), "h:bench.example.test", graph.HostState{}, host(50)))
	check(t, errors.Join(w.Close(), s.Close()))
	db, err := sql.Open("sqlite", s.Capabilities().Location)
	check(t, err)
	defer db.Close()
	var n int
	var integrity string
	check(t, db.QueryRow("SELECT count(*) FROM process JOIN process_line USING (id)").Scan(&n))
	check(t, db.QueryRow("PRAGMA integrity_check").Scan(&integrity))
	if _, err := db.Exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 0)"); err != nil {
		t.Errorf("full-text index: %v", err)
	}
	if got := fmt.Sprint(n, integrity); got != "50ok" && got != "50 ok" {
		t.Errorf("got %s", got)
	}
}
