package hunts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/tables"
)

// maxValues bounds the entries of a list, map or rules; maxText a text, in bytes.
const (
	maxValues = 10_000
	maxText   = 4096
)

// tableSource gives the text of a table and where it came from.
type tableSource func(name string) (text string, err error)

// example stands for a required parameter while the query is checked.
func (p *Param) example() any {
	switch p.Type {
	case Int:
		return p.Min
	case Bool:
		return false
	case List, Ints, Rules:
		return []any{}
	case Map:
		return map[string]any{}
	}
	return ""
}

// standard is the value of the default.
func (p *Param) standard(t tableSource) (any, error) {
	if p.Type == Text || p.Type == Key {
		text, err := strconv.Unquote(p.Default)
		if err != nil {
			return nil, fmt.Errorf("%s is not a text in quotation marks", graph.Excerpt(p.Default))
		}
		return p.text(text)
	}
	return p.parse(p.Default, t)
}

// value is what a caller gave, as the query takes it: text is read by the type,
// JSON values of the right type are taken as they are.
func (p *Param) value(given any, t tableSource) (any, error) {
	switch v := given.(type) {
	case string:
		if p.Type == Text || p.Type == Key {
			return p.text(v)
		}
		return p.parse(v, t)
	case bool:
		if p.Type == Bool {
			return v, nil
		}
	case int64:
		return p.number(v)
	case int:
		return p.number(int64(v))
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return p.number(int64(v))
		}
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			return nil, fmt.Errorf("%s is no whole number", graph.Excerpt(v.String()))
		}
		return p.number(n)
	case []any, map[string]any:
		return p.structure(v, t)
	}
	return nil, fmt.Errorf("it takes a value of type %s", p.Type)
}

func (p *Param) text(s string) (any, error) {
	switch {
	case len(s) > maxText || !utf8.ValidString(s):
		return nil, fmt.Errorf("it is longer than %d bytes or not UTF-8", maxText)
	case len(p.Allowed) > 0 && !slices.Contains(p.Allowed, s):
		return nil, fmt.Errorf("it must be one of %s, not %q", strings.Join(p.Allowed, ", "), graph.Excerpt(s))
	case p.Required && s == "":
		return nil, fmt.Errorf("it is empty")
	}
	return s, nil
}

func (p *Param) number(n int64) (any, error) {
	if p.Type != Int {
		return nil, fmt.Errorf("it takes a value of type %s", p.Type)
	}
	if n < p.Min || n > p.Max {
		return nil, fmt.Errorf("it must be a whole number from %d to %d, not %d", p.Min, p.Max, n)
	}
	return n, nil
}

// parse reads the text of a value that is no text itself.
func (p *Param) parse(text string, t tableSource) (any, error) {
	text = strings.TrimSpace(text)
	switch p.Type {
	case Int:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("it must be a whole number from %d to %d, not %q", p.Min, p.Max, graph.Excerpt(text))
		}
		return p.number(n)
	case Bool:
		if text != "true" && text != "false" {
			return nil, fmt.Errorf("it must be true or false, not %q", graph.Excerpt(text))
		}
		return text == "true", nil
	}
	if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.UseNumber()
		var v any
		if err := decoder.Decode(&v); err != nil || decoder.More() {
			return nil, fmt.Errorf("%s is not JSON", graph.Excerpt(text))
		}
		return p.structure(v, t)
	}
	parts, err := split(text)
	if err != nil {
		return nil, err
	}
	switch p.Type {
	case Ints:
		return integers(parts)
	case List:
		return texts(parts, t)
	case Map:
		return mapOf(parts, t)
	}
	return rulesOf(parts, t)
}

// part is one of the values between commas.
type part struct {
	text   string
	quoted bool
}

// table is the name behind an @.
func (p part) table() (string, bool) {
	name, ok := strings.CutPrefix(p.text, "@")
	return name, ok && !p.quoted
}

// split cuts at commas outside of quotation marks. Empty text is no value.
func split(text string) ([]part, error) {
	var parts []part
	for text != "" {
		quoted := strings.HasPrefix(text, `"`)
		var value string
		if quoted {
			prefix, err := strconv.QuotedPrefix(text)
			if err != nil {
				return nil, fmt.Errorf("the quotation mark before %q is not closed", graph.Excerpt(text[1:]))
			}
			if value, err = strconv.Unquote(prefix); err != nil {
				return nil, err
			}
			text = text[len(prefix):]
		} else {
			end := strings.IndexByte(text, ',')
			if end < 0 {
				end = len(text)
			}
			value, text = strings.TrimSpace(text[:end]), text[end:]
		}
		if value == "" {
			return nil, fmt.Errorf("there is an empty value")
		}
		if parts = append(parts, part{value, quoted}); len(parts) > maxValues {
			return nil, fmt.Errorf("there are more than %d values", maxValues)
		}
		rest := strings.TrimSpace(text)
		if rest == "" {
			break
		}
		text = strings.TrimSpace(strings.TrimPrefix(rest, ","))
		if text == "" || text == rest {
			return nil, fmt.Errorf("values are separated by commas; %q is not", graph.Excerpt(rest))
		}
	}
	return parts, nil
}

func integers(parts []part) (any, error) {
	all := make([]any, 0, len(parts))
	for _, p := range parts {
		n, err := strconv.ParseInt(p.text, 10, 64)
		if err != nil || p.quoted {
			return nil, fmt.Errorf("%q is no whole number", graph.Excerpt(p.text))
		}
		all = append(all, n)
	}
	return all, nil
}

func texts(parts []part, t tableSource) (any, error) {
	all := make([]any, 0, len(parts))
	for _, p := range parts {
		name, isTable := p.table()
		if !isTable {
			all = append(all, p.text)
			continue
		}
		values, err := read(t, name, tables.ParseList)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			all = append(all, v)
		}
	}
	return bounded(all)
}

func mapOf(parts []part, t tableSource) (any, error) {
	all := map[string]any{}
	for _, p := range parts {
		name, isTable := p.table()
		if !isTable {
			return nil, fmt.Errorf("a map is given as @table or JSON, not %q", graph.Excerpt(p.text))
		}
		m, err := read(t, name, tables.ParseMap)
		if err != nil {
			return nil, err
		}
		for key, values := range m {
			list, _ := all[key].([]any)
			for _, v := range values {
				list = append(list, v)
			}
			all[key] = list
		}
	}
	return all, nil
}

func rulesOf(parts []part, t tableSource) (any, error) {
	all := []any{}
	for _, p := range parts {
		name, isTable := p.table()
		if !isTable {
			return nil, fmt.Errorf("rules are given as @table or JSON, not %q", graph.Excerpt(p.text))
		}
		rules, err := read(t, name, tables.ParseRules)
		if err != nil {
			return nil, err
		}
		for _, r := range rules {
			words := make([]any, len(r.Words))
			for i, w := range r.Words {
				words[i] = w
			}
			all = append(all, map[string]any{"name": r.Name, "words": words})
		}
	}
	return bounded(all)
}

func bounded(all []any) (any, error) {
	if len(all) > maxValues {
		return nil, fmt.Errorf("there are more than %d values", maxValues)
	}
	return all, nil
}

func read[T any](t tableSource, name string, parse func(string) (T, error)) (T, error) {
	text, err := t(name)
	if err != nil {
		var none T
		return none, err
	}
	v, err := parse(text)
	if err != nil {
		return v, fmt.Errorf("the table %s: %w", name, err)
	}
	return v, nil
}

// structure takes JSON of the type's form. Texts of lists may name tables.
func (p *Param) structure(given any, t tableSource) (any, error) {
	switch v := given.(type) {
	case []any:
		switch p.Type {
		case Ints:
			return jsonIntegers(v)
		case List:
			return jsonTexts(v, t)
		case Rules:
			return jsonRules(v)
		}
	case map[string]any:
		if p.Type == Map {
			return jsonMap(v)
		}
	}
	return nil, fmt.Errorf("it takes a value of type %s", p.Type)
}

func jsonIntegers(list []any) (any, error) {
	all := make([]any, 0, len(list))
	for _, given := range list {
		one := Param{Type: Int, Min: math.MinInt64, Max: math.MaxInt64}
		n, err := one.value(given, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return bounded(all)
}

func jsonTexts(list []any, t tableSource) (any, error) {
	parts := make([]part, 0, len(list))
	for _, given := range list {
		s, ok := given.(string)
		if !ok || s == "" || len(s) > maxText {
			return nil, fmt.Errorf("a list holds texts")
		}
		parts = append(parts, part{text: s})
	}
	return texts(parts, t)
}

func jsonMap(m map[string]any) (any, error) {
	all := make(map[string]any, len(m))
	for name, given := range m {
		list, ok := given.([]any)
		if !ok || len(m) > maxValues {
			return nil, fmt.Errorf("a map leads from names to lists of texts")
		}
		values, err := onlyTexts(list)
		if err != nil {
			return nil, err
		}
		all[name] = values
	}
	return all, nil
}

func jsonRules(list []any) (any, error) {
	all := make([]any, 0, len(list))
	for _, given := range list {
		m, _ := given.(map[string]any)
		name, isText := m["name"].(string)
		words, isList := m["words"].([]any)
		if !isText || !isList || len(m) != 2 {
			return nil, fmt.Errorf(`a rule is {"name": "program.exe", "words": ["word"]}`)
		}
		values, err := onlyTexts(words)
		if err != nil {
			return nil, err
		}
		all = append(all, map[string]any{"name": name, "words": values})
	}
	return bounded(all)
}

func onlyTexts(list []any) (any, error) {
	for _, v := range list {
		if s, ok := v.(string); !ok || len(s) > maxText {
			return nil, fmt.Errorf("a list holds texts")
		}
	}
	return bounded(list)
}
