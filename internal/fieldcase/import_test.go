package fieldcase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/importrun"
)

// testStore is a store with what the tests need of it.
type testStore interface {
	begin(t *testing.T) graph.Writer
	export(t *testing.T) []byte
}

// sqliteFile is a SQLite case file as a testStore.
type sqliteFile struct{ *sqlitestore.Store }

func newSQLiteFile(t *testing.T) testStore {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return sqliteFile{s}
}

func (s sqliteFile) begin(t *testing.T) graph.Writer {
	t.Helper()
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (s sqliteFile) export(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// importPaths is one run: it reads the files and derives the graph.
func importPaths(t *testing.T, s testStore, paths ...string) *Report {
	t.Helper()
	w := s.begin(t)
	defer func() {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	report, err := ingest.Run(t.Context(), ingest.Options{Paths: paths, Workers: 1}, w)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := importrun.Derive(t.Context(), w, nil, report); err != nil {
		t.Fatal(err)
	}
	return reportOf(t, report)
}

// reportOf is the report as it looks to a reader of its JSON.
func reportOf(t *testing.T, r *ingest.Report) *Report {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var read Report
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return &read
}

// writeInputs writes files that all have one name, each in a folder of its own,
// so that the sources in the export do not tell them apart.
func writeInputs(t *testing.T, contents ...[]byte) []string {
	t.Helper()
	root := t.TempDir()
	paths := make([]string, len(contents))
	for i, content := range contents {
		folder := filepath.Join(root, fmt.Sprint(i))
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		paths[i] = filepath.Join(folder, "input.jsonl")
		if err := os.WriteFile(paths[i], content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// firstDifference shows the first lines in which two exports differ.
func firstDifference(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range max(len(x), len(y)) {
		var p, q []byte
		if i < len(x) {
			p = x[i]
		}
		if i < len(y) {
			q = y[i]
		}
		if !bytes.Equal(p, q) {
			return fmt.Sprintf("line %d:\n\t%s\n\t%s", i+1, p, q)
		}
	}
	return "no difference"
}
