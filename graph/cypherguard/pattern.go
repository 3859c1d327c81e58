package cypherguard

import (
	"regexp/syntax"
	"strings"
)

// maxRepeats bounds the repeats of a regular expression, maxChoices the product of
// its alternatives.
const (
	maxRepeats = 6
	maxChoices = 1 << 16
)

const patternHint = "Write it as one text or parameter, or joined of those by +; CONTAINS, STARTS WITH and ENDS WITH with toLower() need none."

// patterns bounds the regular expressions after =~. Java's matcher tries
// alternatives one by one and cannot be stopped: '(a|aa)+' takes for ever on the
// wrong text. Taken are expressions whose repeats hold nothing that varies.
func (g *guard) patterns() error {
	for i := range g.tokens {
		if !g.at(i).mark("=") || !g.at(i+1).mark("~") {
			continue
		}
		at := g.at(i).at
		text, ok := g.constant(i + 2)
		if !ok {
			return at.refuse(patternHint, "a regular expression that is made while the query runs")
		}
		e, err := syntax.Parse(text, syntax.Perl)
		if err != nil {
			return at.refuse(patternHint, "a regular expression with a syntax that cannot be checked: lookaround, back references and possessive repeats are not taken")
		}
		if w := (&ways{choices: 1}); w.many(e) || w.repeats > maxRepeats || w.choices > maxChoices {
			return at.refuse("Repeat single characters or classes only, at most six times without bound.", "a regular expression that could take for ever")
		}
	}
	return nil
}

// constant is the text that a string, a parameter or a sum of them in brackets stands for.
func (g *guard) constant(i int) (string, bool) {
	if !g.at(i).mark("(") {
		text, ok := g.part(i)
		next := g.at(i + 1)
		return text, ok && !next.mark("+") && !next.mark(".") && !next.mark("[") && !next.mark("|")
	}
	var all strings.Builder
	for j := i + 1; ; j += 2 {
		text, ok := g.part(j)
		if !ok {
			return "", false
		}
		all.WriteString(text)
		switch next := g.at(j + 1); {
		case next.mark(")"):
			return all.String(), true
		case !next.mark("+"):
			return "", false
		}
	}
}

func (g *guard) part(i int) (string, bool) {
	t := g.at(i)
	switch t.kind {
	case quoted:
		return t.text, true
	case param:
		text, ok := g.params[t.text].(string)
		return text, ok
	}
	return "", false
}

// ways bounds in how many ways an expression can match one text.
type ways struct{ repeats, choices int }

// many says whether a repeat stands over something that can match one text in
// several ways: another repeat, or a choice. It counts repeats and choices.
func (w *ways) many(e *syntax.Regexp) bool {
	switch e.Op {
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		if e.Op != syntax.OpRepeat || e.Min != e.Max {
			w.repeats++
		}
		return !fixed(e.Sub[0])
	case syntax.OpQuest:
		w.choices = min(2*w.choices, maxChoices+1)
	case syntax.OpAlternate:
		w.choices = min(len(e.Sub)*w.choices, maxChoices+1)
	}
	for _, sub := range e.Sub {
		if w.many(sub) {
			return true
		}
	}
	return false
}

// fixed says whether an expression is a run of single characters and classes.
func fixed(e *syntax.Regexp) bool {
	switch e.Op {
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat, syntax.OpAlternate:
		return false
	}
	for _, sub := range e.Sub {
		if !fixed(sub) {
			return false
		}
	}
	return true
}
