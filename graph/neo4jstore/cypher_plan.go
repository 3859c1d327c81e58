package neo4jstore

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/cypherguard"
)

// forbiddenOperators are beginnings of names in the Cypher Manual's list of
// operators: those that write, read files, administer, or run transactions of their own.
var forbiddenOperators = []string{
	"Create", "Delete", "DetachDelete", "Merge", "LockingMerge", "Set", "Remove", "Foreach", "SubqueryForeach", "Insert",
	"LoadCSV", "Transaction", "Admin", "Drop", "Alter", "Show", "Terminate", "DoNothing", "Command", "Run",
}

// The drawing of a plan: a line an operator, "| | +Name@database | id | details | ...".
var (
	operatorLine  = regexp.MustCompile(`(?m)^\|[ |\\]*\+(\w+)`)
	procedureLine = regexp.MustCompile(`(?m)^\|[ |\\]*\+ProcedureCall\S*\s*\|\s*\d+\s*\|\s*([^\s(|]+)\(`)
)

// drawing is a plan as the server draws it. The driver's tree of operators would
// not do: in version 5.28 the last of several children stands for all of them,
// and a LoadCSV before it is not seen.
func drawing(plan neo4j.Plan) (string, error) {
	text, _ := plan.Arguments()["string-representation"].(string)
	if !operatorLine.MatchString(text) {
		return "", refusedPlan("the server's plan for this query cannot be read")
	}
	return text, nil
}

// checkPlan refuses a plan that does more than read this graph.
func checkPlan(drawn string) error {
	calls := 0
	for _, m := range operatorLine.FindAllStringSubmatch(drawn, -1) {
		name := m[1]
		if slices.ContainsFunc(forbiddenOperators, func(p string) bool { return strings.HasPrefix(name, p) }) {
			return refusedPlan(fmt.Sprintf("the plan of this query holds %.60s, which does more than read", name))
		}
		if name == "ProcedureCall" {
			calls++
		}
	}
	called := procedureLine.FindAllStringSubmatch(drawn, -1)
	if len(called) != calls {
		return refusedPlan("the plan of this query calls a procedure whose name cannot be read")
	}
	for _, m := range called {
		if !cypherguard.SafeProcedure(m[1]) {
			return refusedPlan(fmt.Sprintf("the procedure %.60q may not be called", m[1]))
		}
	}
	return nil
}

func refusedPlan(message string) error {
	return &graph.CypherError{Kind: graph.CypherRefused, Message: message, Hint: "Only queries that read this graph are answered."}
}

// showPlan hands a plan over as the lines of its drawing.
func (a *asking) showPlan(drawn string) error {
	if a.ofSink = a.out.Columns([]string{"plan"}); a.ofSink != nil {
		return a.ofSink
	}
	for line := range strings.Lines(drawn) {
		if a.sum.Rows == a.sum.Limits.Rows {
			a.sum.Limit = graph.CypherRowLimit
			return nil
		}
		if a.ofSink = a.out.Row([]any{strings.TrimRight(line, "\r\n")}); a.ofSink != nil {
			return a.ofSink
		}
		a.sum.Rows++
	}
	return nil
}
