package hunts

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/cypherguard"
)

// maxFile bounds a file of a hunt, in bytes.
const maxFile = 64 << 10

var (
	hunts      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	techniques = regexp.MustCompile(`^T[0-9]{4}(\.[0-9]{3})?$`)
	params     = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]{0,39}) ([a-z]+)(?: ([^ =]+))?(?: (required)| = (.*))$`)
)

// lineError is what is wrong with a line.
type lineError struct {
	line   int
	reason string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.reason) }

func wrong(line int, format string, args ...any) error {
	return &lineError{line, fmt.Sprintf(format, args...)}
}

// entry is one header line with its continuations.
type entry struct {
	line       int
	key, value string
}

// parse reads a hunt. tables resolves the defaults. The error is a *lineError.
func parse(name, text string, t tableSource) (Hunt, error) {
	h := Hunt{Name: name}
	if !hunts.MatchString(name) {
		return h, wrong(0, "the name of the file must be lower-case words joined by hyphens, and end in .cypher")
	}
	if len(text) > maxFile || !utf8.ValidString(text) {
		return h, wrong(0, "the file is longer than 64 KiB or not UTF-8")
	}
	entries, first, cypher, err := header(text)
	if err != nil {
		return h, err
	}
	h.Cypher = cypher
	for _, e := range entries {
		if err := h.take(e); err != nil {
			return h, err
		}
	}
	if h.Title == "" || h.Question == "" {
		return h, wrong(1, "the header must have a title and a question")
	}
	return h, h.check(entries, first, t)
}

// header splits a file into its header and the query, which begins at line first.
func header(text string) (entries []entry, first int, cypher string, err error) {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	rest := text
	for line := 1; ; line++ {
		head, tail, more := strings.Cut(rest, "\n")
		comment, ok := strings.CutPrefix(head, "//")
		if !ok {
			if strings.TrimSpace(rest) == "" {
				return nil, 0, "", wrong(line, "the query is missing")
			}
			return entries, line, strings.TrimRight(rest, "\n ") + "\n", nil
		}
		switch {
		case strings.HasPrefix(comment, "   "):
			if len(entries) == 0 {
				return nil, 0, "", wrong(line, "a continuation of nothing")
			}
			last := &entries[len(entries)-1]
			last.value = strings.TrimSpace(last.value + " " + strings.TrimSpace(comment))
		case strings.TrimSpace(comment) != "":
			key, value, ok := strings.Cut(comment, ":")
			if !ok {
				return nil, 0, "", wrong(line, "a header line is written // key: value; %q is not", graph.Excerpt(head))
			}
			entries = append(entries, entry{line, strings.TrimSpace(key), strings.TrimSpace(value)})
		}
		if rest = tail; !more {
			return nil, 0, "", wrong(line, "the query is missing")
		}
	}
}

// take sets the member that a header line names.
func (h *Hunt) take(e entry) error {
	var member *string
	switch e.key {
	case "title":
		member = &h.Title
	case "question":
		member = &h.Question
	case "why":
		member = &h.Why
	case "hit":
		member = &h.Hit
	case "false positives":
		member = &h.FalsePositives
	case "attack":
		for id := range strings.SplitSeq(e.value, ",") {
			id = strings.TrimSpace(id)
			if !techniques.MatchString(id) {
				return wrong(e.line, "%q is no ATT&CK technique such as T1059.001", graph.Excerpt(id))
			}
			h.Attack = append(h.Attack, id)
		}
		return nil
	case "param":
		p, err := parseParam(e)
		if err == nil && slices.ContainsFunc(h.Params, func(have Param) bool { return have.Name == p.Name }) {
			err = wrong(e.line, "the parameter %s stands twice", p.Name)
		}
		h.Params = append(h.Params, p)
		return err
	default:
		return wrong(e.line, "unknown key %q: a header has title, question, why, attack, param, hit and false positives", graph.Excerpt(e.key))
	}
	if *member != "" {
		return wrong(e.line, "%s stands twice", e.key)
	}
	if e.value == "" {
		return wrong(e.line, "%s is empty", e.key)
	}
	*member = e.value
	return nil
}

// parseParam reads NAME TYPE [BOUNDS] = DEFAULT -- meaning.
func parseParam(e entry) (Param, error) {
	declared, meaning, ok := strings.Cut(e.value, " -- ")
	m := params.FindStringSubmatch(strings.TrimSpace(declared))
	if !ok || m == nil || strings.TrimSpace(meaning) == "" {
		return Param{}, wrong(e.line, "a parameter is written NAME TYPE = DEFAULT -- meaning, or NAME TYPE required -- meaning")
	}
	p := Param{Name: m[1], Type: Type(m[2]), Required: m[4] != "", Default: strings.TrimSpace(m[5]), Meaning: strings.TrimSpace(meaning)}
	if p.Name == "case" || p.Name == "keyPrefix" {
		return p, wrong(e.line, "$case and $keyPrefix are bound by the store")
	}
	bounds := m[3]
	switch p.Type {
	case Int:
		low, high, ok := strings.Cut(bounds, "..")
		var errs [2]error
		p.Min, errs[0] = strconv.ParseInt(low, 10, 64)
		p.Max, errs[1] = strconv.ParseInt(high, 10, 64)
		if !ok || errors.Join(errs[:]...) != nil || p.Min > p.Max {
			return p, wrong(e.line, "an int has bounds such as 1..1000")
		}
		return p, nil
	case Text:
		if bounds != "" {
			p.Allowed = strings.Split(bounds, "|")
		}
		return p, nil
	case Key, Bool, List, Ints, Map, Rules:
		if bounds != "" {
			return p, wrong(e.line, "a parameter of type %s has no bounds", p.Type)
		}
		return p, nil
	}
	return p, wrong(e.line, "unknown type %q: there are text, key, int, bool, list, ints, map and rules", graph.Excerpt(string(p.Type)))
}

// check resolves the defaults, and lets the guard read the query.
func (h *Hunt) check(entries []entry, first int, t tableSource) error {
	lines := map[string]int{}
	for _, e := range entries {
		if e.key == "param" {
			name, _, _ := strings.Cut(e.value, " ")
			lines[name] = e.line
		}
	}
	values := map[string]any{"case": "default", "keyPrefix": ""}
	for i := range h.Params {
		p := &h.Params[i]
		if p.Required {
			values[p.Name] = p.example()
			continue
		}
		v, err := p.standard(t)
		if err != nil {
			return wrong(lines[p.Name], "the default of %s: %v", p.Name, err)
		}
		values[p.Name] = v
	}
	statement, err := cypherguard.Check(h.Cypher, values)
	if err != nil {
		line := first
		var c *graph.CypherError
		if errors.As(err, &c) {
			if c.Line > 0 {
				line += c.Line - 1
			}
			return wrong(line, "%s", strings.TrimSpace(c.Message+". "+c.Hint))
		}
		return wrong(line, "%v", err)
	}
	if statement.Explain {
		return wrong(first, "EXPLAIN answers with a plan and no rows")
	}
	for _, name := range statement.Params {
		if _, ok := values[name]; !ok {
			return wrong(first, "the query uses $%s, which the header does not declare", graph.Excerpt(name))
		}
	}
	for _, p := range h.Params {
		if !slices.Contains(statement.Params, p.Name) {
			return wrong(lines[p.Name], "the query does not use $%s", p.Name)
		}
	}
	if !slices.Contains(statement.Params, "case") && !slices.Contains(statement.Params, "keyPrefix") {
		return wrong(first, "the query is not bound to the case: use {caseName: $case}, or $keyPrefix before a key")
	}
	return nil
}
