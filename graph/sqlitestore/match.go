package sqlitestore

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// matcher is a filter in the numbers of one state of the case.
type matcher struct {
	host, user, image int32 // 0 takes all
	sessions          []int32
	bySession         bool
	from, to          int64 // 0: open
	observed          *bool
	words             []wordMatch
}

// wordMatch is where one word stands.
type wordMatch struct {
	texts bitset // ids of search_text
	users bitset // terms of users
	ids   bitset // processes whose PID or GUID it is
}

// nothing is a number that no process has.
const nothing = -1

// checkFilter refuses a filter that cannot be meant, before anything is read.
func checkFilter(f graph.ProcessFilter) error {
	if err := answer.CheckSpan(f.From, f.To); err != nil {
		return err
	}
	_, err := answer.SplitWords(f.Text)
	return err
}

// matcher translates a filter.
func (s *Store) matcher(r reader, f graph.ProcessFilter) (*matcher, error) {
	if err := checkFilter(f); err != nil {
		return nil, err
	}
	m := &matcher{from: f.From.Ticks, to: f.To.Ticks, observed: f.Observed, bySession: f.Session != ""}
	var err error
	for _, term := range []struct {
		to   *int32
		text string
	}{{&m.host, f.Host}, {&m.user, f.User}, {&m.image, graph.BaseName(f.Image)}} {
		if *term.to, err = r.termNumber(term.text); err != nil {
			return nil, err
		}
	}
	if f.Image != "" && m.image == 0 {
		m.image = nothing // it ends in a separator
	}
	if m.bySession {
		if m.sessions, err = r.sessionNumbers(f.Session); err != nil {
			return nil, err
		}
	}
	words, err := answer.SplitWords(f.Text)
	if err != nil {
		return nil, err
	}
	for _, word := range words {
		w, err := s.wordMatch(r, word)
		if err != nil {
			return nil, err
		}
		m.words = append(m.words, w)
	}
	return m, nil
}

// termNumber is the number of a term: 0 for the empty text, nothing where there is none.
func (r reader) termNumber(text string) (int32, error) {
	if text == "" {
		return 0, nil
	}
	var id int64
	if err := r.scanOne("term-of", []any{text}, &id); err != nil {
		return 0, err
	}
	if id == 0 {
		return nothing, nil
	}
	return narrow(id)
}

// sessionNumbers are the ids of the sessions with a key.
func (r reader) sessionNumbers(key string) (numbers []int32, err error) {
	set, err := r.idSet(query("sessions-with-key"), key)
	if err != nil {
		return nil, err
	}
	for _, id := range set.ids() {
		n, err := narrow(id)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// match says whether the filter takes a process.
func (m *matcher) match(id int64, c packed) bool {
	switch {
	case m.host != 0 && c.host() != m.host,
		m.user != 0 && c.user() != m.user,
		m.image != 0 && c.image() != m.image,
		m.bySession && !slices.Contains(m.sessions, c.session()),
		m.from != 0 && c.last() < m.from,
		m.to != 0 && !startedBy(c, m.to),
		m.observed != nil && c.observed() != *m.observed:
		return false
	}
	for i := range m.words {
		w := &m.words[i]
		if !w.texts.has(int64(c.text())) && !w.users.has(int64(c.user())) && !w.ids.has(id) {
			return false
		}
	}
	return true
}

// startedBy says whether a process is known to have started until a moment: by its
// start or hint, else by its end.
func startedBy(c packed, to int64) bool {
	if c.sort() != 0 {
		return c.sort() <= to
	}
	return c.last() != 0 && c.last() <= to
}

// denseTexts is the part of all texts above which looking through all of them
// costs less than looking each candidate up: one in so many.
const denseTexts = 6

// wordMatch finds the texts and users in which a word stands.
func (s *Store) wordMatch(r reader, word string) (w wordMatch, err error) {
	w.texts, err = memoize(&s.words, r, word, func() (bitset, error) { return r.textsWith(word) })
	if err != nil {
		return w, err
	}
	w.users, err = r.idSet(query("users-with"), word)
	return w, err
}

// textsWith finds the texts in which a word stands.
func (r reader) textsWith(word string) (bitset, error) {
	length := utf8.RuneCountInString(word)
	switch {
	case length < 3: // no trigram
		return r.idSet(query("texts-with"), word)
	case length == 3: // one trigram is the word
		return r.idSet(query("texts-indexed"), trigrams(word))
	}
	var all, candidates int64
	if err := r.scanOne("last-text", nil, &all); err != nil {
		return nil, err
	}
	few := all/denseTexts + 1
	if err := r.scanOne("count-indexed", []any{trigrams(word), few}, &candidates); err != nil {
		return nil, err
	}
	if candidates == few {
		return r.idSet(query("texts-with"), word)
	}
	return r.idSet(query("texts-among"), trigrams(word), word)
}

// searchMatcher is the filter's matcher with the words of a search, which may be a
// PID or a GUID too.
func (s *Store) searchMatcher(r reader, words []string, f graph.ProcessFilter) (*matcher, error) {
	m, err := s.matcher(r, f)
	if err != nil {
		return nil, err
	}
	for _, word := range words {
		w, err := s.wordMatch(r, word)
		if err != nil {
			return nil, err
		}
		if w.ids, err = r.identified(word); err != nil {
			return nil, err
		}
		m.words = append(m.words, w)
	}
	return m, nil
}

// identified are the processes whose PID or GUID a word is.
func (r reader) identified(word string) (ids bitset, err error) {
	if pid, notPID := strconv.ParseInt(word, 10, 64); notPID == nil {
		if ids, err = r.idSet(query("processes-with-pid"), pid); err != nil {
			return nil, err
		}
	}
	if guid, ok := graph.ParseGUID(word); ok {
		return r.idSet(query("processes-with-guid"), guid[:])
	}
	return ids, nil
}
