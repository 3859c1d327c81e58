// Package testneed ends tests that lack something of their surroundings: a
// browser, recordings, a database. Such a test is skipped with a line that says
// what it lacks; where a run forbids that, it fails.
package testneed

import (
	"os"
	"strings"
	"testing"
)

// Variable names the needs that must not be skipped, separated by commas or
// blanks: neo4j, browser, corpus, node, types.
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
