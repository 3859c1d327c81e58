package fieldcase

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// worlds are the kinds of synthetic log. exact says that the records tell enough
// to compare the graph with what really happened.
var worlds = []struct {
	name   string
	traits traits
	exact  bool
	// open are the seeds whose lost records leave open what was before a step of the clock.
	open []int
}{
	{"security only", traits{hosts: 2, steps: 60, security: true, shapes: []shape{asEvtxDump}}, true, nil},
	{"sysmon only", traits{hosts: 2, steps: 60, sysmon: true, shapes: []shape{asEvtxDump}}, true, nil},
	{"both logs", traits{hosts: 3, steps: 60, sysmon: true, security: true, shapes: []shape{asEvtxDump}}, true, nil},
	{"both logs with losses", traits{hosts: 2, steps: 70, sysmon: true, security: true, loss: 0.25, shapes: []shape{asEvtxDump}}, true, nil},
	{"security with losses", traits{hosts: 2, steps: 70, security: true, loss: 0.25, shapes: []shape{asEvtxDump}}, true, nil},
	{"colliding GUIDs", traits{hosts: 2, steps: 60, sysmon: true, security: true, loss: 0.1, collisions: 0.9, shapes: []shape{asEvtxDump}}, true, nil},
	{"clocks set back", traits{hosts: 2, steps: 60, sysmon: true, security: true, loss: 0.1, stepsBack: true, shapes: []shape{asEvtxDump}}, true, []int{9}},
	{"three shapes", traits{hosts: 3, steps: 50, sysmon: true, security: true, copies: 0.4, loss: 0.1, shapes: []shape{asEvtxDump, asWinlogbeat, asNXLog}}, true, nil},
	{"three shapes of the security log", traits{hosts: 2, steps: 50, security: true, copies: 0.4, loss: 0.1, shapes: []shape{asEvtxDump, asWinlogbeat, asNXLog}}, true, nil},
	{"host names in several spellings", traits{hosts: 3, steps: 40, sysmon: true, security: true, copies: 0.2, loss: 0.1, spellings: true, shapes: []shape{asEvtxDump, asWinlogbeat}}, true, nil},
	{"everything at once", traits{hosts: 3, steps: 50, sysmon: true, security: true, copies: 0.3, loss: 0.2, collisions: 0.5, stepsBack: true, spellings: true, shapes: []shape{asEvtxDump, asWinlogbeat, asNXLog}}, true, []int{30}},
}

// seeds is how many logs of each kind are tried; PROCGRAPH_TEST_SEEDS sets another number.
func seeds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("PROCGRAPH_TEST_SEEDS")
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("PROCGRAPH_TEST_SEEDS: %v", err)
	}
	return n
}

// TestSyntheticLogs checks, for random logs, what holds of every graph, and
// that order, copies and splits of the lines do not matter. A log that fails is
// made as small as it can be and kept in PROCGRAPH_TEST_KEEP, where that is set.
func TestSyntheticLogs(t *testing.T) {
	for _, w := range worlds {
		t.Run(w.name, func(t *testing.T) {
			for seed := range seeds(t) {
				s := makeSynthetic(w.name, seed, w.traits)
				s.checkGraph(t, fmt.Sprintf("%s %d", w.name, seed), w.exact && !slices.Contains(w.open, seed))
				s.checkOrders(t, fmt.Sprintf("%s %d", w.name, seed))
			}
		})
	}
}

// checkGraph checks the invariants and, where exact, the truth.
func (s *synthetic) checkGraph(t *testing.T, name string, exact bool) {
	t.Helper()
	input := bytes.Join(s.lines, nil)
	store := newMemoryStore()
	report := importPaths(t, store, writeInputs(t, input)...)
	if n := report.Rejected; n == nil || *n != 0 {
		t.Errorf("%s: rejected lines: %s", name, show(n))
	}
	x := ParseExport(store.export(t))
	problems := invariants(x, s.creations, s.traits.stepsBack)
	problems = append(problems, unaccounted(x, s.records)...)
	if exact {
		problems = append(problems, truths(x, s.creations)...)
	}
	for i, p := range problems {
		if i == 5 {
			t.Errorf("%s: and %d more", name, len(problems)-i)
			break
		}
		t.Errorf("%s: %s", name, p)
	}
	if len(problems) > 0 {
		keep(t, name, input)
	}
}

// checkOrders checks that only the set of records counts.
func (s *synthetic) checkOrders(t *testing.T, name string) {
	t.Helper()
	const permutations = 2
	found := sameInAllOrders(t, name, s.lines, permutations)
	if found == "" {
		return
	}
	least := minimise(s.lines, func(lines [][]byte) bool { return sameInAllOrders(t, name, lines, permutations) != "" })
	t.Errorf("%s: %s\n%d lines are enough:\n%s%s", name, found, len(least), bytes.Join(least, nil), sameInAllOrders(t, name, least, permutations))
	keep(t, name+" orders", bytes.Join(least, nil))
}

// keep writes an input that fails to the folder of PROCGRAPH_TEST_KEEP.
func keep(t *testing.T, name string, input []byte) {
	t.Helper()
	folder := os.Getenv("PROCGRAPH_TEST_KEEP")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".jsonl"), input, 0o644); err != nil {
		t.Error(err)
	}
}

// TestContradictions checks what holds of every graph, and that order and
// splits do not matter, for records that contradict each other.
func TestContradictions(t *testing.T) {
	for _, kind := range []struct {
		name    string
		records int
		shapes  []shape
	}{
		{"few records", 12, []shape{asEvtxDump}},
		{"many records", 80, []shape{asEvtxDump}},
		{"few records in three shapes", 12, []shape{asEvtxDump, asWinlogbeat, asNXLog}},
		{"many records in three shapes", 60, []shape{asEvtxDump, asWinlogbeat, asNXLog}},
	} {
		t.Run(kind.name, func(t *testing.T) {
			for seed := range 4 * seeds(t) {
				s := makeChaos(seed, kind.records, kind.shapes)
				name := fmt.Sprintf("%s %d", kind.name, seed)
				s.checkGraph(t, name, false)
				s.checkOrders(t, name)
			}
		})
	}
}
