package api

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// FindQuery is what was typed, as it was understood.
type FindQuery struct {
	// Words are what is looked for.
	Words []string `json:"words"`
	// Host and User are what host: and user: were given; From and To the span of time:.
	Host string     `json:"host,omitempty"`
	User string     `json:"user,omitempty"`
	From graph.Time `json:"from,omitzero"`
	To   graph.Time `json:"to,omitzero"`
	// Problems say in plain words what was not understood and is left out.
	Problems []string `json:"problems"`
}

// parseFind reads what was typed: words, and the operators host:, user: and time:. A
// value with spaces stands in quotes.
func parseFind(text string) FindQuery {
	q := FindQuery{Words: []string{}, Problems: []string{}}
	for _, token := range splitQuoted(text) {
		name, value, ok := strings.Cut(token, ":")
		switch name = strings.ToLower(name); {
		case ok && name == "host":
			q.Host = value
		case ok && name == "user":
			q.User = value
		case ok && name == "time":
			from, to, good := parseSpan(value)
			if !good && value != "" {
				q.Problems = append(q.Problems, fmt.Sprintf("time:%s is no time: write time:2024-05-01, time:2024-05-01T13:00 or time:FROM..TO, in UTC", graph.Excerpt(value)))
			}
			q.From, q.To = from, to
		default:
			q.Words = append(q.Words, token)
		}
	}
	return q
}

// splitQuoted cuts a text at spaces outside of double quotes, and drops the quotes.
// A quote that is not closed goes to the end.
func splitQuoted(text string) (tokens []string) {
	var token strings.Builder
	quoted, any := false, false
	end := func() {
		if any {
			tokens = append(tokens, token.String())
		}
		token.Reset()
		any = false
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted, any = !quoted, true
		case !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '\u00a0'):
			end()
		default:
			token.WriteRune(r)
			any = true
		}
	}
	end()
	return tokens
}

// timeForms are the ways to write a moment, with the span that each stands for.
var timeForms = []struct {
	layout string
	more   func(time.Time) time.Time
}{
	{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
	{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
	{"2006-01-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
	{"2006-01-02T15", func(t time.Time) time.Time { return t.Add(time.Hour) }},
	{"2006-01-02T15:04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04:05", func(t time.Time) time.Time { return t.Add(time.Second) }},
}

// parseSpan reads FROM..TO, either of which may be missing, or one moment, which
// stands for its whole day, hour, minute or second.
func parseSpan(text string) (from, to graph.Time, ok bool) {
	first, last, isSpan := strings.Cut(text, "..")
	if !isSpan {
		last = first
	}
	if first != "" {
		if from, _, ok = parseMoment(first); !ok {
			return graph.Time{}, graph.Time{}, false
		}
	}
	if last != "" {
		if _, to, ok = parseMoment(last); !ok {
			return graph.Time{}, graph.Time{}, false
		}
	}
	if to.Before(from) || !from.Known() && !to.Known() {
		return graph.Time{}, graph.Time{}, false
	}
	return from, to, true
}

// parseMoment returns the first and the last moment that a text stands for.
func parseMoment(text string) (first, last graph.Time, ok bool) {
	plain := strings.ToUpper(strings.TrimSuffix(strings.ToUpper(text), "Z"))
	for _, f := range timeForms {
		if strings.Contains(plain, ".") {
			break // time.Parse takes fractions that no form has
		}
		if t, err := time.Parse(f.layout, plain); err == nil {
			return graph.TimeOf(t, 0), graph.TimeOf(f.more(t).Add(-100*time.Nanosecond), 7), true
		}
	}
	var exact graph.Time
	if len(text) <= maxTime && exact.UnmarshalText([]byte(text)) == nil && exact.Known() {
		return exact, exact, true
	}
	return first, last, false
}

// logonID reads a word as a logon ID, written as a session's is: events have 0x and
// hexadecimal digits, some of them with zeros before or in upper case.
func logonID(word string) (string, bool) {
	digits, ok := strings.CutPrefix(strings.ToLower(word), "0x")
	if !ok {
		return "", false
	}
	id, err := strconv.ParseUint(digits, 16, 64)
	return "0x" + strconv.FormatUint(id, 16), err == nil
}

// address reads a word as an address, normalised as a session's source is.
func address(word string) (string, bool) {
	a, err := netip.ParseAddr(strings.Trim(word, "[]"))
	if err != nil {
		return "", false
	}
	return a.Unmap().WithZone("").String(), true
}
