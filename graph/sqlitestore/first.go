package sqlitestore

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
)

// hit is a process that a search found. Hits are ordered by rank, then by time,
// then by key, which is not kept here.
type hit struct {
	rank uint8
	sort int64
	id   int64
}

func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.sort, b.sort))
}

// firsts keeps the first n of many hits, and those that stand level with the last of them.
type firsts struct {
	n     int
	list  []hit
	bound *hit // no hit behind it is among the first
	limit int  // the length at which list is cut
}

func newFirsts(n int) *firsts { return &firsts{n: n, limit: 4*n + 64} }

func (f *firsts) offer(h hit) {
	if f.bound != nil && compareHits(h, *f.bound) > 0 {
		return
	}
	if f.list = append(f.list, h); len(f.list) >= f.limit {
		f.cut()
	}
}

// cut sorts the list and drops what is behind the first n and their equals.
func (f *firsts) cut() {
	slices.SortFunc(f.list, compareHits)
	if len(f.list) <= f.n {
		return
	}
	last := f.list[f.n-1]
	end := f.n
	for end < len(f.list) && compareHits(f.list[end], last) == 0 {
		end++
	}
	f.list, f.bound = f.list[:end], &last
	f.limit = 2*end + 64
}

// fewTies: up to so many hits at one place are sorted by key; of more, the
// index of keys is walked until there are enough.
const fewTies = 5000

// ordered returns the ids of the first n hits, which come sorted but for their keys.
func (r reader) ordered(hits []hit, n int) (ids []int64, err error) {
	for len(hits) > 0 && len(ids) < n {
		end := 1
		for end < len(hits) && compareHits(hits[end], hits[0]) == 0 {
			end++
		}
		if end == 1 {
			ids = append(ids, hits[0].id)
		} else {
			level, err := r.byKey(hits[:end], "", n-len(ids))
			if err != nil {
				return nil, err
			}
			ids = append(ids, level...)
		}
		hits = hits[end:]
	}
	return ids, nil
}

// byKey returns the ids of the first n of these hits whose keys are behind after, by key.
func (r reader) byKey(hits []hit, after string, n int) (ids []int64, err error) {
	var set bitset
	for _, h := range hits {
		set.add(h.id)
	}
	text, args := query("all-ids-by-key"), []any{after}
	if len(hits) <= fewTies {
		text, args = query("ids-by-key"), []any{idList(set.ids()), after, n}
	}
	err = r.each(text, args, func(rows *sql.Rows) error {
		if len(ids) == n {
			return errEnough
		}
		var id int64
		err := rows.Scan(&id)
		if set.has(id) {
			ids = append(ids, id)
		}
		return err
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return ids, err
}
