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

	"github.com/procgraph/procgraph/graph/derive"
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

// ingestInto reads lines as one file in a run of its own and derives the graph.
func ingestInto(t *testing.T, m *memory, lines [][]byte) (ingest.Report, derive.Result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.jsonl")
	content := bytes.Join(lines, nil)
	if !bytes.HasSuffix(content, []byte("\n")) {
		content = append(content, '\n')
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := ingest.Run(context.Background(), ingest.Options{Paths: []string{path}}, m)
	if err != nil {
		t.Fatal(err)
	}
	result, err := derive.Graph(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	return *report, result
}

// TestDemoMeetsItsTruth reads a generated company and compares the graph with
// what the generator knows, which shares no code with the resolver.
func TestDemoMeetsItsTruth(t *testing.T) {
	all, truth := lines(t, scenario.Demo())
	m := newMemory()
	report, _ := ingestInto(t, m, all)
	if report.Rejected != 0 || report.Used == 0 {
		t.Fatalf("used %d, rejected %d", report.Used, report.Rejected)
	}
	differences, err := truth.Check(bytes.NewReader(m.export(t)))
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
	m := newMemory()
	ingestInto(t, m, all)
	want := string(m.export(t))
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
			m := newMemory()
			for part := range slices.Chunk(mixed, len(mixed)/3+1) {
				ingestInto(t, m, part)
			}
			if diff := cmp.Diff(want, string(m.export(t))); diff != "" {
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
	m := newMemory()
	_, first := ingestInto(t, m, all)
	if first.Hosts < 5 {
		t.Fatalf("%d hosts were derived", first.Hosts)
	}
	m.touched = map[string]bool{}
	before := m.writes
	if result, err := derive.Graph(context.Background(), m, nil); err != nil || result.Hosts != 0 {
		t.Fatalf("nothing was touched, yet %d hosts were derived (%v)", result.Hosts, err)
	}
	if m.writes != before {
		t.Errorf("%d hosts were written again", m.writes-before)
	}
}
