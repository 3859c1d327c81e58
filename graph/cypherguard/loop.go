package cypherguard

import (
	"math"
	"strconv"
)

// The bounds of loops within an expression. A server looks at its clock between
// rows: reduce over a long range went on for ever on 5.26, whatever the time limit.
const (
	maxRange  = 100_000
	maxInner  = 1000 // of a range in a loop in a loop
	maxNested = 3
)

const loopHint = "Use UNWIND, whose rows a time limit can stop."

// loop is a list comprehension, a reduce or an all, any, none or single: indexes of tokens.
type loop struct {
	open, close  int
	source, body int // where the list and what is done with each element begin
}

// loops bounds the loops that an expression holds.
func (g *guard) loops() error {
	var all []loop
	for i := range g.tokens {
		l, ok, err := g.loopAt(i)
		if err != nil {
			return err
		}
		if ok {
			all = append(all, l)
		}
	}
	for _, inner := range all {
		depth := 1
		for _, outer := range all {
			if outer.body < inner.open && inner.close < outer.close {
				depth++
			}
		}
		at := g.at(inner.open).at
		if depth > maxNested {
			return at.refuse(loopHint, "loops are nested more than 3 deep in one expression")
		}
		if depth > 1 && !g.short(inner) {
			return at.refuse(loopHint+" Lists by nodes(), relationships(), labels(), keys(), of a property, or written out may stand here.",
				"a loop within a loop goes over a list that may be long")
		}
	}
	return nil
}

// loopAt reads the loop that opens at i.
func (g *guard) loopAt(i int) (loop, bool, error) {
	l := loop{open: i, close: g.close[i]}
	before := g.at(i - 1)
	first := i + 1
	switch {
	case g.at(i).mark("["):
	case !g.at(i).mark("(") || i == 0:
		return l, false, nil
	case lower(before) == "reduce":
		if !g.at(i+1).name() || !g.at(i+2).mark("=") {
			return l, false, g.at(i).at.wrong("reduce is written reduce(total = 0, x IN list | total + x)")
		}
		if first = g.comma(i+3, l.close) + 1; first == 0 {
			return l, false, g.at(i).at.wrong("reduce is written reduce(total = 0, x IN list | total + x)")
		}
	case lower(before) != "all" && lower(before) != "any" && lower(before) != "none" && lower(before) != "single":
		return l, false, nil
	}
	if !g.at(first).name() || !g.at(first+1).is("IN") {
		return l, false, nil
	}
	l.source = first + 2
	for l.body = l.source; l.body < l.close && !g.at(l.body).mark("|") && !g.at(l.body).is("WHERE"); l.body++ {
		if end, ok := g.close[l.body]; ok {
			l.body = end
		}
	}
	if lower(before) == "reduce" && g.at(i).mark("(") {
		return l, true, g.grows(i+1, l)
	}
	return l, true, nil
}

// lower is a name as functions are compared, in backticks or not.
func lower(t *token) string {
	if !t.name() {
		return ""
	}
	b := []byte(t.text)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// comma is the next comma of the same depth, -1 for none before to.
func (g *guard) comma(from, to int) int {
	for i := from; i < to; i++ {
		if end, ok := g.close[i]; ok {
			i = end
		} else if g.at(i).mark(",") {
			return i
		}
	}
	return -1
}

// grows refuses a reduce that can double its total at each step: forty steps
// would fill any memory.
func (g *guard) grows(total int, l loop) error {
	name, uses, joins := g.at(total).text, 0, false
	for i := l.body; i < l.close; i++ {
		t := g.at(i)
		switch {
		case t.name() && t.text == name && !g.at(i-1).mark("."):
			uses++
		case t.mark("+") || t.mark("[") || t.mark("{") || lower(t) == "replace" || t.mark("|") && i > l.body:
			joins = true
		}
	}
	if uses > 1 && joins {
		return g.at(total).at.refuse(loopHint, "the reduce could double its total at each step: name it once in the expression")
	}
	return nil
}

// short says whether a loop's list is short by its nature.
func (g *guard) short(l loop) bool {
	t := g.at(l.source)
	switch lower(t) {
	case "nodes", "relationships", "labels", "keys":
		return g.at(l.source + 1).mark("(")
	case "range":
		return g.rangeFits(l.source+1, maxInner)
	}
	return t.mark("[") || t.name() && g.at(l.source+1).mark(".")
}

// ranges bounds range() wherever it is not the list of an UNWIND, which makes rows of it.
func (g *guard) ranges() error {
	for i := range g.tokens {
		if lower(g.at(i)) != "range" || !g.at(i+1).mark("(") || g.at(i-1).mark(".") {
			continue
		}
		if i > 0 && g.at(i-1).is("UNWIND") && g.at(g.close[i+1]+1).is("AS") {
			continue
		}
		if !g.rangeFits(i+1, maxRange) {
			return g.at(i).at.refuse(loopHint+" Here whole numbers and parameters up to 100000, size() and length() may stand, joined by + and -.",
				"a range outside of UNWIND that may be long")
		}
	}
	return nil
}

// rangeFits looks at the arguments of the range whose bracket is at open.
func (g *guard) rangeFits(open, most int) bool {
	for i := open + 1; i < g.close[open]; i++ {
		t := g.at(i)
		switch {
		case t.kind == number:
			n, err := strconv.ParseInt(t.text, 0, 64)
			if err != nil || n > int64(most) {
				return false
			}
		case t.kind == param:
			if n, ok := wholeNumber(g.params[t.text]); !ok || n < -int64(most) || n > int64(most) {
				return false
			}
		case (lower(t) == "size" || lower(t) == "length") && g.at(i+1).mark("(") && most == maxRange:
			i = g.close[i+1]
		case !t.mark(",") && !t.mark("+") && !t.mark("-"):
			return false
		}
	}
	return true
}

func wholeNumber(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case int:
		return int64(n), true
	case float64:
		return int64(n), n == math.Trunc(n) && math.Abs(n) < 1<<53
	}
	return 0, false
}
