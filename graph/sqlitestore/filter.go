package sqlitestore

import (
	"fmt"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// Bounds of what a caller may ask for.
const (
	maxText  = 4096 // bytes of a text to look for
	maxWords = 16
	// maxTrigrams of one word go into the full-text query: the check against the
	// text sees to the rest, and each costs as much as it is frequent.
	maxTrigrams = 8
)

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

// bare says that a filter has no condition but perhaps the host.
func bare(f graph.ProcessFilter) bool {
	f.Host = ""
	return f == graph.ProcessFilter{}
}

// splitWords folds a text to look for and cuts it into words.
func splitWords(text string) ([]string, error) {
	words := strings.Fields(foldText(text))
	if len(text) > maxText || len(words) > maxWords {
		return nil, fmt.Errorf("%w: a text to look for has at most %d words and %d bytes", graph.ErrInvalid, maxWords, maxText)
	}
	return words, nil
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
