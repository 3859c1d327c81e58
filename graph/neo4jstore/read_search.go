package neo4jstore

import (
	"context"
	"encoding/json"
	"sort"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// ranks is the number of ranks that read_matching_page gives.
const ranks = 4

// Search implements graph.Reader: processes in which every word stands, in image,
// command line, user or hash, or is the PID or the GUID. Best first: the image of
// that name, then images beginning with it, then holding it, then the rest; by
// time within each. An empty text finds nothing.
func (s *Store) Search(ctx context.Context, text string, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], err error) {
	c, err := checkFilter(f)
	if err != nil {
		return list, err
	}
	if c.terms, err = answer.SplitWords(text); err != nil {
		return list, err
	}
	rank, at := -1, answer.Place{}
	after, err := answer.DecodeCursor(p.After, &rank, &at.Sort, &at.Key)
	if err != nil {
		return list, err
	}
	if after && (rank < 0 || rank >= ranks) {
		return list, answer.BadCursor(p.After)
	}
	err = s.read(ctx, "the search", func(r reader) error {
		list = graph.List[graph.ProcessRow]{}
		if list.Of, err = r.scope(f); err != nil {
			return err
		}
		if len(c.terms) == 0 {
			list.Items = []graph.ProcessRow{}
			return nil
		}
		return r.search(&list, c, found{rank, at}, p.Size())
	})
	return list, err
}

// found is the place of a hit.
type found struct {
	rank int
	at   answer.Place
}

// before says that a hit stands before another.
func (a found) before(b found) bool {
	switch {
	case a.rank != b.rank:
		return a.rank < b.rank
	case a.at.Sort != b.at.Sort:
		return a.at.Sort < b.at.Sort
	}
	return a.at.Key < b.at.Key
}

// hits are some of what a search found, in order.
type hits struct {
	after  found // the place before the first
	ids    []int64
	places []found
	more   bool // behind the last there are others
}

// hitsAtOnce is the number of hits that are read together: finding them costs the
// same for a page as for several, and a reader who turns one page turns more.
const hitsAtOnce = 2 * graph.MaxPage

// from is the index of the first hit behind a place, false where a page of that
// size is not in these hits.
func (h *hits) from(after found, size int) (int, bool) {
	if after.before(h.after) {
		return 0, false
	}
	first := sort.Search(len(h.places), func(i int) bool { return after.before(h.places[i]) })
	return first, !h.more || first+size <= len(h.ids)
}

func (r reader) search(list *graph.List[graph.ProcessRow], c *condition, after found, size int) error {
	name, err := json.Marshal([]any{"search", c.f, c.terms})
	if err != nil {
		return err
	}
	key := r.state() + " " + string(name)
	first, params := 0, map[string]any(nil)
	h, have := r.s.answers.hits.Get(key)
	if have {
		first, have = h.from(after, size)
	}
	if !have {
		if params, err = r.matchParams(c); err != nil {
			return err
		}
		if h, err = r.readHits(c, params, after); err != nil {
			return err
		}
		first = 0
		r.s.answers.hits.Put(key, h, maxHits)
	}
	if list.Total, err = r.countHits(c, h, string(name), params); err != nil {
		return err
	}
	last := min(first+size, len(h.ids))
	if last < len(h.ids) || h.more && last > first {
		at := h.places[last-1]
		list.Next = answer.EncodeCursor(at.rank, at.at.Sort, at.at.Key)
	}
	list.Items, err = r.processRows(h.ids[first:last], nil)
	return err
}

// countHits counts all that a search finds. params may be nil.
func (r reader) countHits(c *condition, h *hits, name string, params map[string]any) (int, error) {
	if h.after.rank < 0 && !h.more {
		return len(h.ids), nil
	}
	return remember(r, name, func() (n int, err error) {
		if params == nil {
			if params, err = r.matchParams(c); err != nil {
				return 0, err
			}
		}
		return r.countMatching(params)
	})
}

func (r reader) readHits(c *condition, params map[string]any, after found) (*hits, error) {
	h := &hits{after: after}
	params["text"], params["rank"], params["limit"] = strings.Join(c.terms, " "), after.rank, hitsAtOnce+1
	params["time"], params["key"] = after.at.Sort, r.s.afterKey(after.at)
	err := r.windows(params, func(p map[string]any) error {
		var ids []int64
		var places []found
		err := r.each("read_matching_page", p, func(row row) error {
			ids = append(ids, row.int(0))
			places = append(places, found{int(row.int(1)), r.s.place(row, 2)})
			return nil
		})
		h.ids, h.places = mergeFound(h.ids, h.places, ids, places, hitsAtOnce+1)
		return err
	})
	if len(h.ids) > hitsAtOnce {
		h.ids, h.places, h.more = h.ids[:hitsAtOnce], h.places[:hitsAtOnce], true
	}
	return h, err
}

func (r reader) countMatching(params map[string]any) (n int, err error) {
	err = r.windows(params, func(p map[string]any) error {
		return r.each("read_matching_count", p, func(row row) error {
			n += int(row.int(0))
			return nil
		})
	})
	return n, err
}

// mergeFound joins two lists in order and keeps the first.
func mergeFound(a []int64, as []found, b []int64, bs []found, most int) ([]int64, []found) {
	var ids []int64
	var hits []found
	for len(ids) < most && len(a)+len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && as[0].before(bs[0]) {
			ids, hits = append(ids, a[0]), append(hits, as[0])
			a, as = a[1:], as[1:]
		} else {
			ids, hits = append(ids, b[0]), append(hits, bs[0])
			b, bs = b[1:], bs[1:]
		}
	}
	return ids, hits
}
