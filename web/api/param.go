package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
)

// ParamKind is what a parameter's text must be.
type ParamKind uint8

// The kinds of parameters.
const (
	TextParam ParamKind = iota
	IntParam
	BoolParam
	TimeParam
)

// maxText bounds a text parameter in bytes. Keys hold names from logs, which are short.
const maxText = 4096

// maxTime bounds a time's text: RFC 3339 with nine digits and an offset has 35 characters.
const maxTime = 40

// Param describes one query parameter. An empty value counts as not given.
type Param struct {
	Name     string
	Kind     ParamKind
	Required bool
	// Doc is one sentence without its full stop.
	Doc string
	// Min, Max and Default bound an IntParam; Default stands for a missing one.
	Min, Max, Default int
	// Allowed, when not nil, are the only values taken.
	Allowed []string
}

// Values are the parsed parameters of one request, for one goroutine.
type Values struct {
	declared []Param
	text     map[string]string
	number   map[string]int
	time     map[string]graph.Time
	// read notes what the handler asked for; a test compares it with declared.
	read map[string]bool
}

// ParseQuery reads a raw query by the endpoint's parameters. Unknown, repeated,
// malformed or missing ones give an error that wraps graph.ErrInvalid and names them.
func ParseQuery(params []Param, rawQuery string) (Values, error) {
	v := Values{
		declared: params,
		text:     map[string]string{},
		number:   map[string]int{},
		time:     map[string]graph.Time{},
		read:     map[string]bool{},
	}
	given, err := url.ParseQuery(rawQuery)
	if err != nil {
		return v, invalid("the query string is malformed; write special characters as %%XX")
	}
	for _, name := range sortedNames(given) {
		if !slices.ContainsFunc(params, func(p Param) bool { return p.Name == name }) {
			return v, unknownParam(params, name)
		}
		if len(given[name]) > 1 {
			return v, invalid("the parameter %q is given %d times; give it once", name, len(given[name]))
		}
	}
	for i := range params {
		if err := v.set(&params[i], given.Get(params[i].Name)); err != nil {
			return v, err
		}
	}
	from, to := v.time["from"], v.time["to"]
	if to.Before(from) {
		return v, invalid("from (%s) is later than to (%s)", from, to)
	}
	return v, nil
}

func sortedNames(q url.Values) []string {
	names := make([]string, 0, len(q))
	for name := range q {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func unknownParam(params []Param, name string) error {
	if len(params) == 0 {
		return invalid("unknown parameter %q; this address takes none", graph.Excerpt(name))
	}
	known := make([]string, len(params))
	for i := range params {
		known[i] = params[i].Name
	}
	return invalid("unknown parameter %q; this address takes %s", graph.Excerpt(name), strings.Join(known, ", "))
}

// set parses the text of one parameter.
func (v *Values) set(p *Param, text string) error {
	if text == "" {
		if p.Required {
			return invalid("the parameter %q is missing: %s", p.Name, p.Doc)
		}
		if p.Kind == IntParam {
			v.number[p.Name] = p.Default
		}
		return nil
	}
	if err := p.check(text); err != nil {
		return err
	}
	switch p.Kind {
	case IntParam:
		n, err := strconv.Atoi(text)
		if err != nil || n < p.Min || n > p.Max {
			return invalid("%s must be a whole number from %d to %d, not %q", p.Name, p.Min, p.Max, graph.Excerpt(text))
		}
		v.number[p.Name] = n
	case TimeParam:
		var t graph.Time
		if len(text) > maxTime || t.UnmarshalText([]byte(text)) != nil {
			return invalid("%s must be an RFC 3339 time such as 2024-05-01T13:00:00Z (write + as %%2B), not %q", p.Name, graph.Excerpt(text))
		}
		v.time[p.Name] = t
	case BoolParam:
		if text != "true" && text != "false" {
			return invalid("%s must be true or false, not %q", p.Name, graph.Excerpt(text))
		}
	}
	v.text[p.Name] = text
	return nil
}

// check applies what holds for every kind.
func (p *Param) check(text string) error {
	if len(text) > maxText {
		return invalid("%s is longer than %d bytes", p.Name, maxText)
	}
	if !utf8.ValidString(text) {
		return invalid("%s is not valid UTF-8", p.Name)
	}
	if p.Allowed != nil && !slices.Contains(p.Allowed, text) {
		return invalid("%s must be one of %s, not %q", p.Name, strings.Join(p.Allowed, ", "), graph.Excerpt(text))
	}
	return nil
}

// note records that the handler read the parameter. Asking for one that the
// table does not declare is a mistake in the handler.
func (v Values) note(name string) {
	if !slices.ContainsFunc(v.declared, func(p Param) bool { return p.Name == name }) {
		panic(fmt.Sprintf("the parameter %q is read but not declared", name))
	}
	v.read[name] = true
}

// Text returns a text parameter, "" when it was not given.
func (v Values) Text(name string) string {
	v.note(name)
	return v.text[name]
}

// Int returns a number, its default when it was not given.
func (v Values) Int(name string) int {
	v.note(name)
	return v.number[name]
}

// Time returns a time, unknown when it was not given.
func (v Values) Time(name string) graph.Time {
	v.note(name)
	return v.time[name]
}

// Bool returns nil when the parameter was not given.
func (v Values) Bool(name string) *bool {
	v.note(name)
	text, ok := v.text[name]
	if !ok {
		return nil
	}
	b := text == "true"
	return &b
}

// canonical is the same for every query that means the same.
func (v Values) canonical() string {
	q := url.Values{}
	for name, text := range v.text {
		q.Set(name, text)
	}
	return q.Encode()
}
