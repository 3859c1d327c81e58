package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/procgraph/procgraph/graph"
)

// ranks is the number of ranks that query found gives.
const ranks = 4

// found is the answer to a search at one version of the case, in order.
type found struct {
	ids []int64
	// ends[r] is the number of ids of rank r and better.
	ends [ranks]int
}

// searchCache keeps the last answers, for their further pages.
type searchCache struct {
	mu      sync.Mutex
	entries []searchEntry // last used last
}

type searchEntry struct {
	key string
	f   *found
}

// maxSearches bounds the answers kept; one takes eight bytes a match.
const maxSearches = 4

func (c *searchCache) get(key string) *found {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.entries {
		if e.key == key {
			return e.f
		}
	}
	return nil
}

func (c *searchCache) put(key string, f *found) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entries) >= maxSearches {
		c.entries = slices.Delete(c.entries, 0, 1)
	}
	c.entries = append(c.entries, searchEntry{key, f})
}

// Search implements graph.Reader: processes in which every word stands, in image,
// command line, user or hash, or is the PID or the GUID. Best first: the image of
// that name, then images beginning with it, then holding it, then the rest; by
// time within each. An empty text finds nothing.
func (s *Store) Search(ctx context.Context, text string, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], err error) {
	err = s.read(ctx, "the search", func(r reader) error {
		var rank int
		var at timePlace
		after, err := decodeCursor(p.After, &rank, &at.sort, &at.key)
		if err != nil || rank < 0 || rank >= ranks {
			return fmt.Errorf("%w: the cursor %q", graph.ErrInvalid, p.After)
		}
		if list.Of, err = r.scope(f); err != nil {
			return err
		}
		hits, err := s.search(r, text, f)
		if err != nil {
			return err
		}
		list.Total = len(hits.ids)
		first := 0
		if after {
			if first, err = hits.behind(r, rank, at); err != nil {
				return err
			}
		}
		ids := hits.ids[first:]
		if len(ids) > p.Size() {
			ids = ids[:p.Size()]
			if list.Next, err = hits.cursor(r, first+len(ids)-1); err != nil {
				return err
			}
		}
		list.Items, err = r.processRows(ids, nil)
		return err
	})
	return list, err
}

// search finds the matches in the state that r sees.
func (s *Store) search(r reader, text string, f graph.ProcessFilter) (*found, error) {
	words, err := splitWords(text)
	if err != nil {
		return nil, err
	}
	cond, err := processConditions(f)
	if err != nil {
		return nil, err
	}
	if len(words) == 0 {
		return &found{}, nil
	}
	version, err := r.version()
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal([]any{version, words, f})
	if err != nil {
		return nil, err
	}
	if have := s.found.get(string(name)); have != nil {
		return have, nil
	}
	for _, w := range words {
		cond.addWordOrIdentity(w)
	}
	// The text ranked by stands first among the arguments, as ?1; the
	// conditions' own "?" count on from there.
	args := append([]any{strings.Join(words, " ")}, cond.args...)
	hits := &found{}
	err = r.each(query("found")+" "+cond.sql()+"\n"+query("found-order"), args, func(rows *sql.Rows) error {
		var id int64
		var rank int
		err := rows.Scan(&id, &rank)
		hits.ids = append(hits.ids, id)
		for i := rank; i < ranks; i++ {
			hits.ends[i] = len(hits.ids)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.found.put(string(name), hits)
	return hits, nil
}

// addWordOrIdentity takes processes in whose text or user the word stands, or
// whose PID or GUID it is.
func (c *conditions) addWordOrIdentity(word string) {
	name, args := wordCondition(word)
	parts := []string{query(name)}
	if pid, err := strconv.ParseInt(word, 10, 64); err == nil {
		parts, args = append(parts, query("filter-pid")), append(args, pid)
	}
	if guid, ok := parseGUID(word); ok {
		parts, args = append(parts, query("filter-guid")), append(args, guid[:])
	}
	c.parts = append(c.parts, "("+strings.Join(parts, "\nOR ")+")")
	c.args = append(c.args, args...)
}

// bounds are the indexes between which the ids of a rank stand.
func (f *found) bounds(rank int) (from, to int) {
	if rank > 0 {
		from = f.ends[rank-1]
	}
	return from, f.ends[rank]
}

// behind is the index of the first hit behind a place.
func (f *found) behind(r reader, rank int, at timePlace) (int, error) {
	from, to := f.bounds(rank)
	i, err := r.behind(f.ids[from:to], at)
	return from + i, err
}

// cursor is the place of the hit with index i.
func (f *found) cursor(r reader, i int) (string, error) {
	rank := 0
	for f.ends[rank] <= i {
		rank++
	}
	var at timePlace
	err := r.scanOne("place-of", []any{f.ids[i]}, &at.sort, &at.key)
	return encodeCursor(rank, at.sort, at.key), err
}
