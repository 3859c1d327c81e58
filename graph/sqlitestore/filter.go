package sqlitestore

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
)

// Bounds of what a caller may ask for.
const (
	maxText  = 4096 // bytes of a text to look for
	maxWords = 16
	// maxTrigrams of one word go into the full-text query; the check against the
	// text sees to the rest.
	maxTrigrams = 24
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

// processConditions translates a filter.
func processConditions(f graph.ProcessFilter) (*conditions, error) {
	if f.From.Known() && f.To.Known() && f.To.Ticks < f.From.Ticks {
		return nil, fmt.Errorf("%w: the time span ends (%s) before it begins (%s)", graph.ErrInvalid, f.To, f.From)
	}
	c := &conditions{}
	if f.Host != "" {
		c.add("filter-host", f.Host)
	}
	if f.User != "" {
		c.add("filter-user", f.User)
	}
	if f.Session != "" {
		c.add("filter-session", f.Session)
	}
	if f.Image != "" {
		c.add("filter-image", graph.BaseName(f.Image))
	}
	if f.From.Known() {
		c.add("filter-from", f.From.Ticks)
	}
	if f.To.Known() {
		c.add("filter-to", f.To.Ticks, f.To.Ticks)
	}
	if f.Observed != nil {
		c.add("filter-observed", *f.Observed)
	}
	words, err := splitWords(f.Text)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		name, args := wordCondition(w)
		c.add(name, args...)
	}
	return c, nil
}

// splitWords folds a text to look for and cuts it into words.
func splitWords(text string) ([]string, error) {
	words := strings.Fields(foldText(text))
	if len(text) > maxText || len(words) > maxWords {
		return nil, fmt.Errorf("%w: a text to look for has at most %d words and %d bytes", graph.ErrInvalid, maxWords, maxText)
	}
	return words, nil
}

// wordCondition is the condition that a word stands in the text or the user of a process.
func wordCondition(word string) (name string, args []any) {
	if utf8.RuneCountInString(word) < 3 {
		return "filter-short-word", []any{word, word}
	}
	return "filter-word", []any{trigrams(word), word, word}
}

// trigrams is the full-text query for texts that have all trigrams of a word.
func trigrams(word string) string {
	runes := []rune(word)
	var b strings.Builder
	seen := map[string]bool{}
	for i := 0; i+3 <= len(runes) && len(seen) < maxTrigrams; i++ {
		t := string(runes[i : i+3])
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
