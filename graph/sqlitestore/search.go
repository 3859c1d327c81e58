package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// ranks is the number of ranks: what the query images-with gives, and the rest.
const ranks = 4

// found is the answer to a search at one version of the case.
type found struct {
	match  bitset
	total  int
	images []uint8 // by image: how much better its rank is than the last
}

// rank is the rank of the processes of an image, 0 the best.
func (f *found) rank(image int32) uint8 {
	if int(image) < len(f.images) {
		return ranks - 1 - f.images[image]
	}
	return ranks - 1
}

// maxSearches bounds the answers kept; one takes a bit for each process.
const maxSearches = 8

// Search implements graph.Reader: processes in which every word stands, in image,
// command line, user or hash, or is the PID or the GUID. Best first: the image of
// that name, then images beginning with it, then holding it, then the rest; by
// time within each. An empty text finds nothing.
func (s *Store) Search(ctx context.Context, text string, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], err error) {
	err = s.read(ctx, "the search", func(r reader) error {
		q := &search{r: r, n: p.Size() + 1}
		if q.after, err = answer.DecodeCursor(p.After, &q.rank, &q.at.Sort, &q.at.Key); err != nil || q.rank >= ranks {
			return answer.BadCursor(p.After)
		}
		if list.Of, err = r.scope(f); err != nil {
			return err
		}
		ids, err := s.search(q, text, f)
		if err != nil {
			return err
		}
		list.Total = q.found.total
		if len(ids) > p.Size() {
			ids = ids[:p.Size()]
			if list.Next, err = q.cursor(ids[len(ids)-1]); err != nil {
				return err
			}
		}
		list.Items, err = r.processRows(ids, nil)
		return err
	})
	return list, err
}

// search is the reading of one page.
type search struct {
	r     reader
	n     int // items to find: one more than the page has
	after bool
	rank  uint8 // where the page begins, when after is set
	at    answer.Place
	found *found
}

// search finds the first n matches behind the page's place, in order. What
// matches is remembered for the further pages.
func (s *Store) search(q *search, text string, f graph.ProcessFilter) ([]int64, error) {
	words, err := answer.SplitWords(text)
	if err != nil {
		return nil, err
	}
	if err := checkFilter(f); err != nil {
		return nil, err
	}
	if q.found = (&found{}); len(words) == 0 {
		return nil, nil
	}
	version, err := q.r.version()
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal([]any{version, words, f})
	if err != nil {
		return nil, err
	}
	if have, ok := s.found.Get(string(name)); ok {
		q.found = have
		return q.page(func(id int64, _ packed) bool { return have.match.has(id) })
	}
	m, err := s.searchMatcher(q.r, words, f)
	if err != nil {
		return nil, err
	}
	hits := &found{}
	if hits.images, err = q.r.imageRanks(strings.Join(words, " ")); err != nil {
		return nil, err
	}
	q.found = hits
	ids, err := q.page(func(id int64, c packed) bool {
		if !m.match(id, c) {
			return false
		}
		hits.match.add(id)
		hits.total++
		return true
	})
	if err == nil {
		s.found.Put(string(name), hits, maxSearches)
	}
	return ids, err
}

// imageRanks says by image how much better its rank is for holding a text.
func (r reader) imageRanks(text string) ([]uint8, error) {
	var images []uint8
	err := r.each(query("images-with"), []any{text}, func(rows *sql.Rows) error {
		var id int32
		var rank uint8
		err := rows.Scan(&id, &rank)
		if missing := int(id) + 1 - len(images); missing > 0 {
			images = append(images, make([]uint8, missing)...)
		}
		images[id] = ranks - 1 - rank
		return err
	})
	return images, err
}

// page goes through all processes and returns the first n of those that match
// behind the page's place, in order.
func (q *search) page(match func(id int64, c packed) bool) ([]int64, error) {
	begin := hit{rank: q.rank, sort: q.at.Sort}
	first := newFirsts(q.n)
	var level []hit // those at the place of the item before
	err := q.r.eachColumn(func(id int64, c packed) {
		if !match(id, c) {
			return
		}
		h := hit{q.found.rank(c.image()), c.sort(), id}
		if q.after {
			switch order := compareHits(h, begin); {
			case order < 0:
				return
			case order == 0:
				level = append(level, h)
				return
			}
		}
		first.offer(h)
	})
	if err != nil {
		return nil, err
	}
	first.cut()
	var ids []int64
	if len(level) > 0 {
		if ids, err = q.r.byKey(level, q.at.Key, q.n); err != nil {
			return nil, err
		}
	}
	more, err := q.r.ordered(first.list, q.n-len(ids))
	return append(ids, more...), err
}

// cursor is the place of a match.
func (q *search) cursor(id int64) (string, error) {
	var at answer.Place
	var image int32
	if err := q.r.scanOne("place-and-image-of", []any{id}, &at.Sort, &at.Key, &image); err != nil {
		return "", err
	}
	return answer.EncodeCursor(q.found.rank(image), at.Sort, at.Key), nil
}
