package storesequal_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/testneed"
)

// fieldCases are the inputs of all field cases.
func fieldCases(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"input*", "*.jsonl", "*.json", "*.xml", "*.evtx"} {
		list, err := filepath.Glob(filepath.Join("..", "fieldcase", "testdata", "*", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	slices.Sort(files)
	files = slices.DeleteFunc(slices.Compact(files), func(f string) bool { return filepath.Base(f) == "expect.json" })
	if len(files) < 50 {
		t.Fatalf("%d inputs of field cases were found", len(files))
	}
	return files
}

// corpus are the public recordings.
func corpus(t *testing.T) []string {
	t.Helper()
	if testing.Short() {
		testneed.Missing(t, "corpus", "reading the recordings takes minutes; -short leaves it out")
	}
	return testneed.Recordings(t)
}

func export(t *testing.T, s graph.Store) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read does what one run does, with the files in their order.
func read(t *testing.T, s graph.Store, paths ...string) {
	t.Helper()
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := ingest.Run(t.Context(), ingest.Options{Paths: paths, Workers: 1}, w); err != nil {
		t.Fatal(err)
	}
	if _, err := derive.Graph(t.Context(), w, nil); err != nil {
		t.Fatal(err)
	}
}

// sameExports reads each input into a fresh case of both stores and compares the
// exports byte for byte; then all of them into one case, twice.
func sameExports(t *testing.T, inputs []string) {
	neo4j := openNeo4j(t)
	lines := 0
	for _, input := range inputs {
		sqlite := openSQLite(t)
		read(t, sqlite, input)
		read(t, neo4j, input)
		want, got := export(t, sqlite), export(t, neo4j)
		lines += bytes.Count(want, []byte("\n"))
		compareExports(t, input, want, got)
		if err := neo4j.Clear(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	sqlite := openSQLite(t)
	read(t, sqlite, inputs...)
	half := len(inputs) / 2
	read(t, neo4j, inputs[half:]...)
	read(t, neo4j, inputs...)
	want := export(t, sqlite)
	compareExports(t, "all in one case", want, export(t, neo4j))
	t.Logf("%d inputs, %d lines of export one by one, %d together", len(inputs), lines, bytes.Count(want, []byte("\n")))
}

func compareExports(t *testing.T, what string, want, got []byte) {
	t.Helper()
	if bytes.Equal(want, got) {
		return
	}
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			t.Errorf("%s: line %d (-sqlite +neo4j):\n%s", what, i+1, cmp.Diff(string(a[i]), string(b[i])))
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(b)-1, len(a)-1)
}

func TestFieldCasesExportEqually(t *testing.T) { sameExports(t, fieldCases(t)) }

func TestCorpusExportsEqually(t *testing.T) { sameExports(t, corpus(t)) }
