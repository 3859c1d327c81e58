package neo4jstore_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/internal/neo4jtest"
)

// unwanted are the operators that no plan may have: those that read all nodes of
// a label or an index, that multiply rows, and Eager, which holds a whole batch.
var unwanted = []string{"AllNodesScan", "NodeByLabelScan", "NodeIndexScan", "NodeIndexEndsWithScan", "UndirectedAllRelationshipsScan",
	"DirectedAllRelationshipsScan", "DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan", "CartesianProduct", "Eager"}

// allowed is the first comment of a file that has a good reason: "// plan: Eager, NodeIndexContainsScan. Why."
var allowed = regexp.MustCompile(`(?m)^// plan: ([A-Za-z, ]+)\. \S`)

// operator finds the operators in the drawing of a plan.
var operator = regexp.MustCompile(`(?m)^\|[ |\\]*\+([A-Za-z]+)`)

// slowContains is a search inside of texts that no text index serves.
var slowContains = regexp.MustCompile(`NodeIndexContainsScan[^\n]*RANGE INDEX`)

// TestPlans lets the server explain every statement that ships. The case is empty
// or small here: a plan must not depend on how much there is, hence the hints.
func TestPlans(t *testing.T) {
	server := neo4jtest.Server(t)
	store := open(t) // makes the schema
	check(t, store.Close())
	driver, err := neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.User, server.Password, ""))
	check(t, err)
	defer driver.Close(t.Context())
	queries := neo4jstore.Queries()
	if len(queries) < 100 {
		t.Fatalf("%d statements were found", len(queries))
	}
	// What a file allows it must need, on the version that the statements were written for:
	// others have operators of their own for the same.
	pinned := strings.HasPrefix(serverVersion(t, driver), "5.26.")
	explained := 0
	for _, file := range slices.Sorted(maps.Keys(queries)) {
		text := queries[file]
		plan, err := explain(t, driver, text)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		explained++
		var may []string
		if m := allowed.FindStringSubmatch(text); m != nil {
			may = strings.Split(m[1], ", ")
		}
		used := map[string]bool{}
		for _, m := range operator.FindAllStringSubmatch(plan, -1) {
			op := m[1]
			if slices.Contains(unwanted, op) && !slices.Contains(may, op) {
				t.Errorf("%s: its plan has %s:\n%s", file, op, plan)
			}
			used[op] = true
		}
		if strings.HasSuffix(file, "_forward") || strings.HasSuffix(file, "_back") {
			for _, op := range []string{"Sort", "PartialSort", "Top", "PartialTop"} {
				if used[op] {
					t.Errorf("%s: its plan sorts with %s, where an index has the order:\n%s", file, op, plan)
				}
			}
		}
		for _, op := range may {
			if pinned && !used[op] {
				t.Errorf("%s allows %s, which its plan does not have", file, op)
			}
		}
		if m := slowContains.FindString(plan); m != "" {
			t.Errorf("%s: its plan looks for a text through a whole range index:\n%s", file, plan)
		}
		if len(used) == 0 {
			t.Errorf("%s: no operators were found in its plan:\n%s", file, plan)
		}
	}
	t.Logf("%d plans", explained)
}

// serverVersion is the version that the server gives of itself.
func serverVersion(t *testing.T, driver neo4j.DriverWithContext) string {
	t.Helper()
	result, err := neo4j.ExecuteQuery(t.Context(), driver, "CALL dbms.components() YIELD versions RETURN versions[0] AS version", nil, neo4j.EagerResultTransformer)
	check(t, err)
	version, _, err := neo4j.GetRecordValue[string](result.Records[0], "version")
	check(t, err)
	return version
}

// anyParameter finds the parameters of a statement.
var anyParameter = regexp.MustCompile(`\$(\w+)`)

// explain returns the drawing of a plan. (The driver's tree of operators is not
// used: version 5.28 repeats the last of several children.)
func explain(t *testing.T, driver neo4j.DriverWithContext, text string) (string, error) {
	params := map[string]any{}
	for _, m := range anyParameter.FindAllStringSubmatch(text, -1) {
		params[m[1]] = nil
	}
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
	defer session.Close(t.Context())
	result, err := session.Run(t.Context(), "EXPLAIN "+text, params)
	if err != nil {
		return "", err
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		return "", err
	}
	drawing, _ := summary.Plan().Arguments()["string-representation"].(string)
	return drawing, nil
}
