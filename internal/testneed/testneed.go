// Package testneed ends tests that lack something of their surroundings: a
// browser, recordings, a database. Such a test is skipped with a line that says
// what it lacks; where a run forbids that, it fails.
package testneed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Variable names the needs that must not be skipped, separated by commas or
// blanks: neo4j, browser, corpus, node, types, evtx.
const Variable = "PROCGRAPH_TEST_REQUIRE"

// Required says whether the run forbids skipping for the need.
func Required(need string) bool {
	for _, word := range strings.FieldsFunc(os.Getenv(Variable), func(r rune) bool { return r == ',' || r == ' ' }) {
		if word == need {
			return true
		}
	}
	return false
}

// Missing ends the test: it fails where the need is required, else it is skipped.
func Missing(t testing.TB, need, reason string) {
	t.Helper()
	if Required(need) {
		t.Fatalf("%s, and %s names %s", reason, Variable, need)
	}
	t.Skip(reason)
}

// Shared finds a file or folder of "shared", the test data that stands beside the
// repository where it is developed and is no part of it; name has slashes. Where
// there is none, it ends the test.
func Shared(t testing.TB, need, name string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		path := filepath.Join(folder, "shared", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			Missing(t, need, "there is no shared/"+name+" in any folder above")
			return ""
		}
		folder = parent
	}
}

// Recordings are the files of the public recordings, sorted within each folder.
// Where they are absent, it ends the test, which needs "corpus".
func Recordings(t testing.TB) []string {
	t.Helper()
	root := Shared(t, "corpus", "corpus")
	var files []string
	for _, folder := range []string{"evtx", "mordor"} {
		list, err := filepath.Glob(filepath.Join(root, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	if len(files) < 40 {
		t.Fatalf("the corpus has %d files, fewer than 40", len(files))
	}
	return files
}
