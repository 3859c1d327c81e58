package fieldcase

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// accepted are the cases of level "should" in which procgraph made another
// documented choice, with the reason. Such a case may differ, and must:
// an entry that is no longer needed fails.
var accepted = map[string]string{}

// elsewhere says where the cases without an input are checked.
var elsewhere = map[string]string{
	"077-neo4j-merge-deadlock":             "graph/storetest and graph/neo4jstore: a parent of thousands of children, and writes that are interrupted",
	"082-evtx-dirty-file-silent-loss":      "ingest/evtx: damage_test.go reads logs that are dirty, cut or damaged",
	"083-evtx-corrupt-record-endless-loop": "ingest/evtx: hostile_test.go and fuzz_test.go; ingest/jsonl: frame_test.go for the line that is too long",
	"084-linux-16-bit-logon-id":            "TestLinuxLogonIDs in this package",
	"085-logon-guid-without-time":          "TestLinuxLogonIDs in this package",
}

// testCase is one folder of testdata.
type testCase struct {
	name   string
	expect *Expect
	input  []byte // nil: none
}

func readCases(t *testing.T) []testCase {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "*", "expect.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 57 {
		t.Fatalf("testdata holds %d cases, fewer than the 57 that are known", len(paths))
	}
	cases := make([]testCase, len(paths))
	for i, path := range paths {
		c := testCase{name: filepath.Base(filepath.Dir(path))}
		if c.expect, err = ReadExpect(path); err != nil {
			t.Fatal(err)
		}
		if in := c.expect.Input; in != nil {
			if c.input, err = os.ReadFile(filepath.Join(filepath.Dir(path), in.File)); err != nil {
				t.Fatal(err)
			}
			if n := len(splitLines(c.input)); n != in.Lines {
				t.Fatalf("%s: %s has %d lines, expect.json says %d", c.name, in.File, n, in.Lines)
			}
		}
		cases[i] = c
	}
	return cases
}

func TestCases(t *testing.T) {
	stores := map[string]func(*testing.T) testStore{
		"memory": func(*testing.T) testStore { return newMemoryStore() },
		"sqlite": newSQLiteFile,
	}
	for _, c := range readCases(t) {
		t.Run(c.name, func(t *testing.T) {
			if c.input == nil {
				if elsewhere[c.name] == "" {
					t.Fatal("the case has no input and nothing says where it is checked")
				}
				t.Logf("no input; checked in %s", elsewhere[c.name])
				return
			}
			var plain []byte
			for _, name := range []string{"memory", "sqlite"} {
				s := stores[name](t)
				report := importPaths(t, s, writeInputs(t, c.input)...)
				export := s.export(t)
				if plain == nil {
					plain = export
				} else if !bytes.Equal(plain, export) {
					t.Errorf("%s gives another export; %s", name, firstDifference(plain, export))
				}
				reportMismatches(t, c, Check(c.expect, ParseExport(export), report))
			}
		})
	}
}

// reportMismatches fails for what is wrong and logs what is only worse.
func reportMismatches(t *testing.T, c testCase, found []Mismatch) {
	t.Helper()
	reason, excused := accepted[c.name]
	if excused && c.expect.Level == Must {
		t.Fatalf("a case of level %q cannot be accepted as different", Must)
	}
	firm := 0
	for _, m := range found {
		switch {
		case m.Note:
			t.Log(m)
		case excused:
			firm++
			t.Logf("accepted, since %s: %v", reason, m)
		default:
			firm++
			t.Error(m)
		}
	}
	if excused && firm == 0 {
		t.Error("the case is accepted as different, but nothing differs")
	}
}

const byteOrderMark = "\xef\xbb\xbf"

// splitLines are the lines of an input, each with its end, without a byte-order mark.
func splitLines(input []byte) [][]byte {
	lines := bytes.SplitAfter(bytes.TrimPrefix(input, []byte(byteOrderMark)), []byte("\n"))
	if n := len(lines); len(lines[n-1]) == 0 {
		lines = lines[:n-1]
	}
	for i, l := range lines {
		if !bytes.HasSuffix(l, []byte("\n")) {
			lines[i] = append(slices.Clone(l), '\n')
		}
	}
	return lines
}

// variant is another way to bring the same records in: runs of files.
type variant struct {
	name string
	runs [][][]byte
}

// variants are ways to import the lines that must give one graph: permutations
// with repeated lines, several files in one run, several runs.
func variants(name string, input []byte, permutations int) []variant {
	lines := splitLines(input)
	mark := ""
	if bytes.HasPrefix(input, []byte(byteOrderMark)) {
		mark = byteOrderMark
	}
	file := func(lines ...[][]byte) []byte {
		return append([]byte(mark), bytes.Join(slices.Concat(lines...), nil)...)
	}
	half, third := (len(lines)+1)/2, len(lines)/3
	a, b := file(lines[:half]), file(lines[half:])
	ab, bc := file(lines[:len(lines)-third]), file(lines[third:])
	list := []variant{
		{"twice", [][][]byte{{input}, {input}}},
		{"two files", [][][]byte{{a, b}}},
		{"two files, the later first", [][][]byte{{b, a}}},
		{"two runs", [][][]byte{{a}, {b}}},
		{"two runs, the later first", [][][]byte{{b}, {a}}},
		{"overlapping runs", [][][]byte{{ab}, {bc}}},
		{"overlapping runs, the later first", [][][]byte{{bc}, {ab}}},
	}
	for seed := range permutations {
		r := random(name, seed)
		mixed := slices.Clone(lines)
		for range len(lines)/2 + 1 {
			mixed = append(mixed, lines[r.IntN(len(lines))])
		}
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		list = append(list, variant{"permutation", [][][]byte{{file(mixed)}}})
		var runs [][][]byte
		for rest := mixed; len(rest) > 0; {
			n := min(len(rest), 1+r.IntN(max(1, len(mixed)/3)))
			runs = append(runs, [][]byte{file(rest[:n])})
			rest = rest[n:]
		}
		list = append(list, variant{"permutation in several runs", runs})
	}
	return list
}

// random is a source of chance that a name and a number fix.
func random(name string, seed int) *rand.Rand {
	var key [32]byte
	copy(key[:], name)
	key[31] = byte(seed)
	key[30] = byte(seed >> 8)
	return rand.New(rand.NewChaCha8(key))
}

// exportOf imports a variant into a new store in memory.
func exportOf(t *testing.T, v variant) []byte {
	t.Helper()
	s := newMemoryStore()
	for _, files := range v.runs {
		importPaths(t, s, writeInputs(t, files...)...)
	}
	return s.export(t)
}

func TestCasesInAnyOrder(t *testing.T) {
	for _, c := range readCases(t) {
		if c.input == nil || c.expect.Input.Order == "fixed" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			plain := exportOf(t, variant{runs: [][][]byte{{c.input}}})
			for i, v := range variants(c.name, c.input, 5) {
				if got := exportOf(t, v); !bytes.Equal(plain, got) {
					t.Errorf("variant %d (%s) gives another export; %s", i, v.name, firstDifference(plain, got))
				}
			}
		})
	}
}

// TestCasesNameNoPlace guards against paths of one machine in what is published.
func TestCasesNameNoPlace(t *testing.T) {
	err := filepath.WalkDir("testdata", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, place := range []string{"/home" + "/", "/tmp" + "/", "/Users" + "/", "file:" + "//"} {
			if strings.Contains(string(text), place) {
				t.Errorf("%s names %s", path, place)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
