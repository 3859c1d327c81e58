package fieldcase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// askChecker runs the checker that the cases came with over each export of a
// list and prints what it found: the labels that differ, with notes marked.
const askChecker = `
import json, sys
sys.path.insert(0, sys.argv[1])
from fieldcase_expect import compare
from graph_export import Export
answers = []
for entry in json.load(open(sys.argv[2])):
    expect = json.load(open(entry["expect"], encoding="utf-8"))
    report = json.load(open(entry["report"], encoding="utf-8"))
    found = compare(expect, Export(open(entry["export"], "rb").read()), report)
    answers.append(sorted(("" if m.firm else "note: ") + m.label for m in found))
print(json.dumps(answers))
`

// question is one export that both checkers judge.
type question struct {
	Expect string `json:"expect"`
	Export string `json:"export"`
	Report string `json:"report"`
	name   string
	ours   []string
}

// TestSameVerdict compares Check with the checker that the cases came with, on
// the right exports and on damaged ones.
func TestSameVerdict(t *testing.T) {
	tools := filepath.Dir(sharedFile(t, "corpus", "tools/fieldcase_expect.py"))
	interpreter := python(t, "corpus")
	var questions []question
	folder := t.TempDir()
	save := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range readCases(t) {
		if c.input == nil {
			continue
		}
		s := newMemoryStore()
		report := importPaths(t, s, writeInputs(t, c.input)...)
		export := s.export(t)
		x := ParseExport(export)
		reportText, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		expectPath, err := filepath.Abs(filepath.Join("testdata", c.name, "expect.json"))
		if err != nil {
			t.Fatal(err)
		}
		reportPath := save(c.name+".report", reportText)
		ask := func(name string, export []byte) {
			questions = append(questions, question{
				Expect: expectPath, Report: reportPath, Export: save(fmt.Sprintf("%d.jsonl", len(questions)), export),
				name: c.name + ": " + name, ours: verdict(Check(c.expect, ParseExport(export), report)),
			})
		}
		ask("as it is", export)
		b := bind(c.expect, x)
		for _, d := range damages {
			if lines := d.make(c.expect, x, b); lines != nil {
				ask(d.name, encodeLines(t, lines))
			}
		}
	}
	list, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), interpreter, "-c", askChecker, tools, save("questions", list))
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var theirs [][]string
	if err := json.Unmarshal(output, &theirs); err != nil {
		t.Fatal(err)
	}
	if len(theirs) != len(questions) {
		t.Fatalf("%d answers to %d questions", len(theirs), len(questions))
	}
	for i, q := range questions {
		if diff := cmp.Diff(theirs[i], q.ours); diff != "" {
			t.Errorf("%s: the checkers differ (-theirs +ours):\n%s", q.name, diff)
		}
	}
	t.Logf("%d exports judged", len(questions))
}

// verdict lists the labels that differ, as askChecker does.
func verdict(found []Mismatch) []string {
	labels := make([]string, len(found))
	for i, m := range found {
		labels[i] = m.Label
		if m.Note {
			labels[i] = "note: " + m.Label
		}
	}
	slices.Sort(labels)
	return labels
}
