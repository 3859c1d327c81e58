package neo4jstore

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// condition is a process filter that has been checked.
type condition struct {
	f     graph.ProcessFilter
	words []string // of the filter: in text or user
	terms []string // of a search: in text or user, or the PID or the GUID
}

// checkFilter returns graph.ErrInvalid for what cannot be asked.
func checkFilter(f graph.ProcessFilter) (*condition, error) {
	if err := answer.CheckSpan(f.From, f.To); err != nil {
		return nil, err
	}
	words, err := answer.SplitWords(f.Text)
	return &condition{f: f, words: words}, err
}

// params binds the conditions of read_matching; what is not asked for is null.
// The way to the processes is chosen by the reader (see reader.anchor).
func (r reader) matchParams(c *condition) (map[string]any, error) {
	s, f := r.s, c.f
	p := map[string]any{
		"host": s.optional(f.Host), "user": s.optional(f.User), "session": s.optional(f.Session),
		"image": nil, "observed": nil, "from": ticksOrNil(f.From), "to": ticksOrNil(f.To),
		"after": "", "until": "", "needle": "", "word": map[string]any{"users": []string{}, "pid": nil, "guid": nil},
	}
	if f.Image != "" {
		p["image"] = boundText(graph.BaseName(f.Image))
	}
	if f.Observed != nil {
		p["observed"] = *f.Observed
	}
	words := make([]map[string]any, 0, len(c.words)+len(c.terms))
	for _, w := range slices.Concat(c.words, c.terms) {
		word, err := r.word(w, len(words) >= len(c.words))
		if err != nil {
			return nil, err
		}
		words = append(words, word)
	}
	p["words"] = words
	return p, r.anchor(c, p, words)
}

func ticksOrNil(t graph.Time) any {
	if !t.Known() {
		return nil
	}
	return t.Ticks
}

// word is what a word may be: a part of the text, of a user's names, and with
// identity also a PID or a GUID.
func (r reader) word(text string, identity bool) (map[string]any, error) {
	users, err := r.usersWith(text)
	if err != nil {
		return nil, err
	}
	w := map[string]any{"text": text, "users": users, "pid": nil, "guid": nil}
	if !identity {
		return w, nil
	}
	if pid, err := strconv.ParseInt(text, 10, 64); err == nil {
		w["pid"] = pid
	}
	if guid, ok := graph.ParseGUID(text); ok {
		w["guid"] = graph.FormatGUID(guid)
	}
	return w, nil
}

func (r reader) usersWith(word string) (users []string, err error) {
	users = []string{}
	err = r.each("read_users_with", map[string]any{"word": word}, func(row row) error {
		users = append(users, row.texts(0)...)
		return nil
	})
	return users, err
}

// The text index costs some ten times as much for a process that it gives as a
// look at one process of the case does: it pays for words that few have.
const (
	// fewProcesses: in so small a case or host, all texts are looked through.
	fewProcesses = 5000
	// rareShare: a word is rare when less than one in so many processes of the
	// scope holds it, those of the other cases of the server counted in.
	rareShare = 10
	// needleRunes bounds the word given to the index: three characters make an
	// entry of it, and each entry of the needle is looked up.
	minNeedle, maxNeedle = 3, 64
)

// anchor chooses the index that leads to the matching processes.
func (r reader) anchor(c *condition, p map[string]any, words []map[string]any) error {
	switch {
	case c.f.Session != "":
		p["anchor"] = "session"
		return nil
	case c.f.Image != "":
		p["anchor"] = "image"
	case c.f.User != "":
		p["anchor"] = "user"
	case c.f.Host != "":
		p["anchor"] = "host"
	default:
		p["anchor"] = "case"
	}
	rarest, size := longest(words)
	if size < minNeedle {
		return nil
	}
	scope, err := r.scope(c.f)
	if err != nil || scope <= fewProcesses {
		return err
	}
	needle := firstRunes(rarest["text"].(string), maxNeedle)
	row, err := r.one("read_probe_word", map[string]any{"needle": needle, "limit": scope / rareShare})
	if err == nil && row.int(0) < int64(scope/rareShare) {
		p["anchor"], p["needle"], p["word"] = "word", needle, rarest
	}
	return err
}

// longest is the word with the most characters, likely the rarest.
func longest(words []map[string]any) (found map[string]any, size int) {
	for _, w := range words {
		if n := utf8.RuneCountInString(w["text"].(string)); n > size {
			found, size = w, n
		}
	}
	return found, size
}

func firstRunes(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// keysAtOnce is the number of processes of a case that one query looks through:
// what it collects stays far below the memory that a server gives to a transaction.
const keysAtOnce = 1_000_000

// windows calls f with the parameters of read_matching: once, and for a look
// through the whole case once for each part of it.
func (r reader) windows(p map[string]any, f func(p map[string]any) error) error {
	if p["anchor"] != "case" {
		return f(p)
	}
	for after := ""; ; {
		until := lastText
		err := r.each("read_key_window", map[string]any{"after": after, "skip": keysAtOnce - 1}, func(row row) error {
			until = row.text(0)
			return nil
		})
		if err != nil {
			return err
		}
		p["after"], p["until"] = after, until
		if err := f(p); err != nil || until == lastText {
			return err
		}
		after = until
	}
}

// lastText is behind every key: no character comes after it.
const lastText = "\U0010FFFF"
