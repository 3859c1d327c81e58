package cypherguard

import (
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// maxDepth bounds nested brackets, maxSigns signs in a row. Two thousand brackets
// kept a planner busy for minutes; fifty are no work.
const (
	maxDepth = 50
	maxSigns = 8
)

// Statement is a query that passed.
type Statement struct {
	// Text is the query with its EXPLAIN and last semicolon blanked out, so that places in it stay right.
	Text string
	// Explain: the plan is asked for and not the answer.
	Explain bool
	// Params are the names of the parameters in the text, sorted.
	Params []string
}

// Check looks at one query; params are its parameters' values, which bound loops
// and regular expressions. The error is a *graph.CypherError.
func Check(text string, params map[string]any) (Statement, error) {
	tokens, err := lex(text)
	if err != nil {
		return Statement{}, err
	}
	g := &guard{tokens: tokens, params: params}
	s := Statement{Text: text}
	if t := &tokens[0]; t.is("EXPLAIN") {
		s.Explain, s.Text = true, blank(s.Text, t.at)
		g.tokens = tokens[1:]
	}
	if n := len(g.tokens); n > 1 && g.tokens[n-2].mark(";") {
		s.Text = blank(s.Text, g.tokens[n-2].at)
		g.tokens = slices.Delete(g.tokens, n-2, n-1)
	}
	for _, check := range []func() error{g.beginning, g.brackets, g.words, g.functions, g.loops, g.ranges, g.patterns} {
		if err := check(); err != nil {
			return Statement{}, err
		}
	}
	for i := range g.tokens {
		if g.tokens[i].kind == param {
			s.Params = append(s.Params, g.tokens[i].text)
		}
	}
	slices.Sort(s.Params)
	s.Params = slices.Compact(s.Params)
	return s, nil
}

func blank(text string, p place) string {
	return text[:p.offset] + strings.Repeat(" ", p.to-p.offset) + text[p.to:]
}

// guard checks the tokens of one statement.
type guard struct {
	tokens []token
	params map[string]any
	// close is the index of the closing bracket of each opening one.
	close map[int]int
}

// at is the token at i, the end token beyond either side.
func (g *guard) at(i int) *token {
	if i < 0 || i >= len(g.tokens) {
		return &g.tokens[len(g.tokens)-1]
	}
	return &g.tokens[i]
}

// beginning takes statements that begin as a query does: everything else
// administers, writes, or sets the server's options.
func (g *guard) beginning() error {
	t := g.at(0)
	switch {
	case t.kind == end:
		return t.at.wrong("the query is empty")
	case t.is("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"):
		return nil
	case t.is("CYPHER", "PROFILE", "EXPLAIN"):
		return t.at.refuse("Leave it out; EXPLAIN alone shows the plan.", "options before the query ("+t.upper+") are not taken")
	case t.is("USING"):
		return t.at.refuse(readOnlyHint, "PERIODIC COMMIT writes")
	case t.kind == word:
		return t.at.refuse(readOnlyHint, "a statement that begins with "+graph.ExcerptOf(t.upper, 60)+" is not taken")
	}
	return t.at.wrong("a query begins with MATCH, UNWIND, WITH, RETURN or CALL")
}

const readOnlyHint = "Only queries that read this graph are answered: MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN and CALL."

var closing = map[string]string{"(": ")", "[": "]", "{": "}"}

// brackets pairs the brackets and bounds what is nested.
func (g *guard) brackets() error {
	g.close = map[int]int{}
	var open []int
	signs := 0
	for i := range g.tokens {
		t := &g.tokens[i]
		if t.is("NOT") || t.mark("+") || t.mark("-") {
			if signs++; signs > maxSigns {
				return t.at.refuse("Simplify the expression.", "more than 8 signs or NOT stand in a row")
			}
		} else {
			signs = 0
		}
		switch {
		case t.mark(";"):
			return t.at.refuse("Give one query at a time.", "several statements stand in one text")
		case t.mark("(") || t.mark("[") || t.mark("{"):
			if open = append(open, i); len(open) > maxDepth {
				return t.at.refuse("Simplify the query.", "brackets are nested more than 50 deep")
			}
		case t.mark(")") || t.mark("]") || t.mark("}"):
			if len(open) == 0 || closing[g.tokens[open[len(open)-1]].text] != t.text {
				return t.at.wrong("the bracket " + t.text + " closes nothing")
			}
			g.close[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t := g.at(open[len(open)-1])
		return t.at.wrong("the bracket " + t.text + " is not closed")
	}
	return nil
}

// isName says that a word stands where only a name can: after a dot, as a label, as
// an alias, or before a colon. It is then no keyword.
func (g *guard) isName(i int) bool {
	before, after := g.at(i-1), g.at(i+1)
	switch {
	case i > 0 && before.mark("."):
		owner := g.at(i - 2)
		return owner.name() || owner.kind == param || owner.mark(")") || owner.mark("]") || owner.mark("}") || owner.mark("{") || owner.mark(",")
	case i > 0 && (before.mark(":") || before.mark("&") || before.mark("|") || before.mark("!") || before.is("AS")):
		return true
	}
	return after.mark(":")
}

// continues are the words that may follow a variable, so that a word before one
// of them may be a variable.
var continues = strings.Fields("AS AND OR XOR IN IS STARTS ENDS CONTAINS ORDER LIMIT SKIP OFFSET WHERE RETURN WITH MATCH OPTIONAL UNWIND UNION CALL " +
	"ASC DESC ASCENDING DESCENDING THEN ELSE WHEN END FINISH YIELD USING")

// operand says whether a clause's operand could begin at i.
func (g *guard) operand(i int) bool {
	t := g.at(i)
	return t.mark("(") || t.kind == escaped || t.kind == param || t.kind == word && !t.is(continues...)
}

// words looks for clauses that do more than read.
func (g *guard) words() error {
	for i := range g.tokens {
		t := &g.tokens[i]
		if t.kind != word || g.isName(i) {
			continue
		}
		next := g.at(i + 1)
		switch t.upper {
		case "LOAD":
			if next.is("CSV") {
				return t.at.refuse("Read logs with procgraph ingest.", "LOAD CSV reads files and addresses")
			}
		case "USING":
			if next.is("PERIODIC") {
				return t.at.refuse(readOnlyHint, "PERIODIC COMMIT writes")
			}
		case "USE":
			if g.operand(i+1) && !next.mark("(") {
				return t.at.refuse("Name the database with --store.", "USE of another database is not taken")
			}
		case "CALL":
			if err := g.call(i); err != nil {
				return err
			}
		case "FOREACH", "CREATE", "MERGE", "SET", "DELETE", "REMOVE", "INSERT", "DETACH", "NODETACH", "DROP", "ALTER", "GRANT", "REVOKE", "DENY", "TERMINATE", "SHOW":
			if g.operand(i + 1) {
				return t.at.refuse(readOnlyHint+" A name such as this can stand in backticks.", t.upper+" is not taken")
			}
		}
	}
	return nil
}

// call checks what CALL at i calls.
func (g *guard) call(i int) error {
	next := g.at(i + 1)
	body := i + 1
	if next.mark("(") { // the variables that the subquery takes in
		body = g.close[i+1] + 1
	}
	if g.at(body).mark("{") {
		after := g.at(g.close[body] + 1)
		if after.is("IN") {
			return after.at.refuse(readOnlyHint, "CALL { } IN TRANSACTIONS is not taken")
		}
		return nil
	}
	if !next.name() || next.is(continues...) && !g.at(i+2).mark(".") && !g.at(i+2).mark("(") {
		return nil // a variable of this name
	}
	name := next.text
	for j := i + 2; g.at(j).mark(".") && g.at(j+1).name(); j += 2 {
		name += "." + g.at(j+1).text
	}
	if !SafeProcedure(name) {
		return next.at.refuse("These may be called: "+strings.Join(procedures, ", ")+".", "the procedure "+graph.ExcerptOf(name, 60)+" may not be called")
	}
	return nil
}

// functions checks the name before each opening bracket.
func (g *guard) functions() error {
	for i := range g.tokens {
		t := g.at(i - 1)
		if i == 0 || !g.at(i).mark("(") || !t.name() {
			continue
		}
		first := i - 1
		name := t.text
		for g.at(first-1).mark(".") && first >= 2 && g.at(first-2).name() {
			first -= 2
			name = g.at(first).text + "." + name
		}
		if first > 0 && g.at(first-1).is("CALL") && !g.isName(first-1) {
			continue // a procedure, checked there
		}
		if g.isHint(i - 1) {
			continue
		}
		if first == i-1 && t.kind == word && slices.Contains(beforeBracket, t.upper) {
			continue
		}
		if !safeFunction(name) {
			return g.at(first).at.refuse("The functions of Cypher itself that only compute may be used.", "the function "+graph.ExcerptOf(name, 60)+" may not be used")
		}
	}
	return nil
}

// isHint says whether the name at i is the label of USING INDEX [SEEK] n:Label(property).
func (g *guard) isHint(i int) bool {
	if i < 4 || !g.at(i-1).mark(":") || !g.at(i-2).name() {
		return false
	}
	for j := i - 3; j >= max(i-5, 0); j-- {
		if g.at(j).is("USING") {
			return true
		}
		if !g.at(j).is("INDEX", "SEEK", "TEXT", "RANGE", "POINT") {
			return false
		}
	}
	return false
}
