package derive_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/scenario"
)

// lines are the demo's records as JSON lines, with its ground truth.
func lines(t *testing.T, c scenario.Config) ([][]byte, *scenario.Truth) {
	t.Helper()
	var b bytes.Buffer
	truth, err := scenario.WriteJSONLines(context.Background(), &b, c)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.SplitAfter(bytes.TrimSuffix(b.Bytes(), []byte("\n")), []byte("\n")), truth
}

// newCase is an empty case file.
func newCase(t *testing.T) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// export is the whole graph of a case.
func export(t *testing.T, s *sqlitestore.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// deriveGraph brings the graph of a case up to date.
func deriveGraph(t *testing.T, w graph.Writer) derive.Result {
	t.Helper()
	result, err := derive.Graph(t.Context(), w, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// ingestInto reads lines as one file in a run of its own and derives the graph.
func ingestInto(t *testing.T, s *sqlitestore.Store, lines [][]byte) (ingest.Report, derive.Result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.jsonl")
	content := bytes.Join(lines, nil)
	if !bytes.HasSuffix(content, []byte("\n")) {
		content = append(content, '\n')
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	report, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{path}}, w)
	if err != nil {
		t.Fatal(err)
	}
	return *report, deriveGraph(t, w)
}

// TestDemoMeetsItsTruth reads a generated company and compares the graph with
// what the generator knows, which shares no code with the resolver.
func TestDemoMeetsItsTruth(t *testing.T) {
	all, truth := lines(t, scenario.Demo())
	s := newCase(t)
	report, _ := ingestInto(t, s, all)
	if report.Rejected != 0 || report.Used == 0 {
		t.Fatalf("used %d, rejected %d", report.Used, report.Rejected)
	}
	differences, err := truth.Check(bytes.NewReader(export(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		t.Errorf("%v", d)
	}
}

// TestOrderRunsAndRepeatsDoNotMatter reads the same records in other orders, with
// repeats, and in several runs: the graph is the same byte for byte.
func TestOrderRunsAndRepeatsDoNotMatter(t *testing.T) {
	config := scenario.Demo()
	config.Processes = 800
	all, _ := lines(t, config)
	s := newCase(t)
	ingestInto(t, s, all)
	want := string(export(t, s))
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 7))
			mixed := slices.Clone(all)
			for i := range mixed {
				if !bytes.HasSuffix(mixed[i], []byte("\n")) {
					mixed[i] = append(slices.Clone(mixed[i]), '\n')
				}
			}
			for range 50 {
				mixed = append(mixed, mixed[random.IntN(len(mixed))])
			}
			random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			s := newCase(t)
			for part := range slices.Chunk(mixed, len(mixed)/3+1) {
				ingestInto(t, s, part)
			}
			if diff := cmp.Diff(want, string(export(t, s))); diff != "" {
				t.Errorf("another graph (-one run, +mixed):\n%.2000s", diff)
			}
		})
	}
}

// TestOnlyTouchedHostsAreWritten reads the same again: nothing is written.
func TestOnlyTouchedHostsAreWritten(t *testing.T) {
	config := scenario.Demo()
	config.Processes = 500
	all, _ := lines(t, config)
	s := newCase(t)
	_, first := ingestInto(t, s, all)
	if first.Hosts < 5 {
		t.Fatalf("%d hosts were derived", first.Hosts)
	}
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	before, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if result := deriveGraph(t, w); result.Hosts != 0 {
		t.Fatalf("nothing was touched, yet %d hosts were derived", result.Hosts)
	}
	if after, err := s.Version(t.Context()); err != nil || after != before {
		t.Errorf("the case was written again: version %s, then %s (%v)", before, after, err)
	}
}
