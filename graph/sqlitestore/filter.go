package sqlitestore

import (
	"strings"
)

// maxTrigrams of one word go into the full-text query: the check against the text
// sees to the rest, and each costs as much as it is frequent.
const maxTrigrams = 8

// conditions are parts of a WHERE, joined by AND, with their arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(name string, args ...any) {
	c.parts = append(c.parts, query(name))
	c.args = append(c.args, args...)
}

func (c *conditions) sql() string {
	if len(c.parts) == 0 {
		return "TRUE"
	}
	return strings.Join(c.parts, "\nAND ")
}

// trigrams is the full-text query for texts that have trigrams from all over a word.
func trigrams(word string) string {
	runes := []rune(word)
	var b strings.Builder
	seen := map[string]bool{}
	n := len(runes) - 2
	for i := range min(n, maxTrigrams) {
		at := i
		if n > maxTrigrams {
			at = i * (n - 1) / (maxTrigrams - 1)
		}
		t := string(runes[at : at+3])
		if seen[t] {
			continue
		}
		if len(seen) > 0 {
			b.WriteString(" AND ")
		}
		seen[t] = true
		b.WriteString(`"` + strings.ReplaceAll(t, `"`, `""`) + `"`)
	}
	return b.String()
}
