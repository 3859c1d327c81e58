package fieldcase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/internal/testneed"
)

// corpusNeed is what PROCGRAPH_TEST_REQUIRE names to forbid skipping these tests.
const corpusNeed = "corpus"

// knownDifference is where a corpus file's truth and a right export differ.
type knownDifference struct {
	file string
	// check is how the comparison's line begins; got is what the export has.
	check, got string
	// reason says why no export can agree, and which record proves it.
	reason string
}

var knownDifferences = []knownDifference{
	{
		file:  "flatts_lsass_campaign01.json",
		check: "4688 mkt01.pandalab.com pid 4620 msedge.exe 2023-08-16T04:54:05.130Z: end: ",
		got:   `export "2023-08-16T04:54:09.480Z"`,
		reason: "the two logs disagree on the end by 2.9 s: Sysmon 5 of this process has UtcTime 2023-08-16 04:54:09.480, the Security log's 4689 " +
			"TimeCreated 09:54:12.365 local; the truth holds both ends for one process, and Sysmon's leads",
	},
	{
		file:  "flatts_lsass_campaign01.json",
		check: "4688 mkt01.pandalab.com pid 528 msedge.exe 2023-08-16T04:54:10.331Z: end: ",
		got:   `export "2023-08-16T04:54:13.222Z"`,
		reason: "the two logs disagree on the end by 3.6 s: Sysmon 5 of this process has UtcTime 2023-08-16 04:54:13.222, the Security log's 4689 " +
			"TimeCreated 09:54:16.860 local; the truth holds both ends for one process, and Sysmon's leads",
	},
}

// corpusFiles are the recordings, sorted.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	leaveOutShort(t, corpusNeed)
	return testneed.Recordings(t)
}

// askTruth compares exports with what an independent reader found in the logs.
const askTruth = `
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
from graph_truth_compare import Comparison
from graph_export import Export
answers = []
for entry in json.load(open(sys.argv[2])):
    truth = json.loads(pathlib.Path(entry["truth"]).read_text(encoding="utf-8"))
    tally = Comparison(Export(pathlib.Path(entry["export"]).read_bytes()), truth).run()
    answers.append({"passed": tally.passed, "failed": tally.failed})
print(json.dumps(answers))
`

func TestCorpusAgainstTruth(t *testing.T) {
	files := corpusFiles(t)
	tools := filepath.Dir(sharedFile(t, corpusNeed, "tools/graph_truth_compare.py"))
	interpreter := python(t, corpusNeed)
	type entry struct {
		Export string `json:"export"`
		Truth  string `json:"truth"`
	}
	folder := t.TempDir()
	var entries []entry
	for i, file := range files {
		s := newMemoryStore()
		importPaths(t, s, file)
		e := entry{
			Export: filepath.Join(folder, fmt.Sprint(i)),
			Truth:  filepath.Join(filepath.Dir(filepath.Dir(file)), "truth", filepath.Base(filepath.Dir(file)), filepath.Base(file)+".truth.json"),
		}
		if err := os.WriteFile(e.Export, s.export(t), 0o644); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	list, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	questions := filepath.Join(folder, "questions")
	if err := os.WriteFile(questions, list, 0o644); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), interpreter, "-c", askTruth, tools, questions)
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var answers []struct {
		Passed int      `json:"passed"`
		Failed []string `json:"failed"`
	}
	if err := json.Unmarshal(output, &answers); err != nil {
		t.Fatal(err)
	}
	if len(answers) != len(files) {
		t.Fatalf("%d answers for %d files", len(answers), len(files))
	}
	passed := 0
	for i, a := range answers {
		passed += a.Passed
		if a.Passed == 0 {
			t.Errorf("%s: nothing was checked", filepath.Base(files[i]))
		}
		judgeTruth(t, filepath.Base(files[i]), a.Failed)
	}
	t.Logf("%d checks passed over %d files", passed, len(files))
}

// judgeTruth fails for every difference that is not known, and for every known
// one that is gone.
func judgeTruth(t *testing.T, file string, failed []string) {
	t.Helper()
	for _, k := range knownDifferences {
		if k.file != file {
			continue
		}
		i := slices.IndexFunc(failed, func(f string) bool { return strings.HasPrefix(f, k.check) && strings.HasSuffix(f, k.got) })
		if i < 0 {
			t.Errorf("%s: the known difference %q is gone", file, k.check)
			continue
		}
		t.Logf("%s: known: %s (%s)", file, failed[i], k.reason)
		failed = slices.Delete(failed, i, i+1)
	}
	for _, f := range failed {
		t.Errorf("%s: %s", file, f)
	}
}

// TestCorpusAsOneCase reads all files into one store, in several orders and
// splits: the graph is a function of the set of records only.
func TestCorpusAsOneCase(t *testing.T) {
	files := corpusFiles(t)
	s := newMemoryStore()
	importPaths(t, s, files...)
	plain := s.export(t)
	for _, problem := range ParseExport(plain).Problems {
		t.Error(problem)
	}
	backwards := slices.Clone(files)
	slices.Reverse(backwards)
	mixed := slices.Clone(files)
	random("corpus", 1).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	for _, test := range []struct {
		name  string
		files []string
		each  int // files in a run
	}{
		{"backwards", backwards, len(files)},
		{"mixed", mixed, len(files)},
		{"a run for each file", files, 1},
		{"a run for each file, mixed", mixed, 1},
		{"three files a run, backwards", backwards, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newMemoryStore()
			for part := range slices.Chunk(test.files, test.each) {
				importPaths(t, s, part...)
			}
			if got := s.export(t); !bytes.Equal(plain, got) {
				t.Errorf("another export; %s", firstDifference(plain, got))
			}
		})
	}
	t.Run("sqlite", func(t *testing.T) {
		s := newSQLiteFile(t)
		importPaths(t, s, mixed[:len(mixed)/2]...)
		importPaths(t, s, mixed[len(mixed)/2:]...)
		if got := s.export(t); !bytes.Equal(plain, got) {
			t.Errorf("another export; %s", firstDifference(plain, got))
		}
	})
}

// TestCasesAreTheSharedOnes compares testdata with the cases as they are handed
// on beside the repository, where they are.
func TestCasesAreTheSharedOnes(t *testing.T) {
	shared := sharedFile(t, corpusNeed, "fieldcases")
	for _, c := range readCases(t) {
		for _, name := range []string{"expect.json", "input.jsonl"} {
			ours, err := os.ReadFile(filepath.Join("testdata", c.name, name))
			theirs, other := os.ReadFile(filepath.Join(shared, c.name, name))
			if (err == nil) != (other == nil) {
				t.Errorf("%s/%s: here %v, there %v", c.name, name, err, other)
			}
			if diff := cmp.Diff(string(theirs), string(ours)); diff != "" {
				t.Errorf("%s/%s differs (-theirs +ours):\n%s", c.name, name, diff)
			}
		}
	}
}
