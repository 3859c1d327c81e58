package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Process implements graph.Reader.
func (s *Store) Process(ctx context.Context, key string) (row graph.ProcessRow, err error) {
	err = s.read(ctx, "a process", func(r reader) error {
		p, err := r.place(key)
		if err != nil {
			return err
		}
		rows, err := r.processRows([]int64{p.id}, nil)
		if err == nil {
			row = rows[0]
		}
		return err
	})
	return row, err
}

// place is where a process stands.
type place struct {
	id, host int64
	children int
}

func (r reader) place(key string) (p place, err error) {
	err = r.scanOne("process-place", []any{key}, &p.id, &p.host, &p.children)
	if err != nil {
		return p, fmt.Errorf("process %q: %w", key, err)
	}
	return p, nil
}

// Roots implements graph.Reader. Total is the number of matching processes and
// Of that of all processes of the host or the case, wherever they stand.
func (s *Store) Roots(ctx context.Context, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], err error) {
	err = s.read(ctx, "the roots", func(r reader) error {
		if list.Of, err = r.scope(f); err != nil {
			return err
		}
		parent, err := r.rootsOf(f)
		if err != nil {
			return err
		}
		if answer.Bare(f) {
			list.Total = list.Of
			return r.page(&list, parent, p)
		}
		sel, err := s.selection(r, f)
		if err != nil {
			return err
		}
		list.Total = sel.matches
		return r.selectedPage(&list, sel, parent, p)
	})
	return list, err
}

// scope counts the processes of the filter's host, or of the case.
func (r reader) scope(f graph.ProcessFilter) (n int, err error) {
	if f.Host != "" {
		return n, r.scanOne("scope-of-host", []any{f.Host}, &n)
	}
	err = r.scanOne("scope-of-case", nil, &n)
	return n, err
}

// noHost stands for a host that is not in the case: no process has it.
const noHost = -1 << 62

// rootsOf is the parent that the roots of the filter's host have; 0 for all hosts.
func (r reader) rootsOf(f graph.ProcessFilter) (parent int64, err error) {
	if f.Host == "" {
		return 0, nil
	}
	if err := r.scanOne("term-of", []any{f.Host}, &parent); err != nil {
		return 0, err
	}
	if parent == 0 {
		return noHost, nil
	}
	return -parent, nil
}

// page reads one page of the children of parent (0: all roots) without a filter.
func (r reader) page(list *graph.List[graph.ProcessRow], parent int64, p graph.Page) error {
	after, err := answer.DecodePlace(p.After)
	if err != nil {
		return err
	}
	ids, places, err := r.after(parent, after, p.Size()+1)
	if err != nil {
		return err
	}
	if len(ids) > p.Size() {
		ids = ids[:p.Size()]
		list.Next = places[p.Size()-1].Cursor()
	}
	list.Items, err = r.processRows(ids, nil)
	return err
}

// after lists the children of parent (0: all roots) behind a place.
func (r reader) after(parent int64, after answer.Place, limit int) (ids []int64, places []answer.Place, err error) {
	text, args := query("children-page"), []any{parent, after.Sort, after.Key, limit}
	if parent == 0 {
		text, args = query("roots-page"), args[1:]
	}
	err = r.each(text, args, func(rows *sql.Rows) error {
		var id int64
		var at answer.Place
		err := rows.Scan(&id, &at.Sort, &at.Key)
		ids, places = append(ids, id), append(places, at)
		return err
	})
	return ids, places, err
}

// selectedPage reads one page of the kept children of parent (0: all roots).
func (r reader) selectedPage(list *graph.List[graph.ProcessRow], sel *selection, parent int64, p graph.Page) error {
	after, err := answer.DecodePlace(p.After)
	if err != nil {
		return err
	}
	if sel.manyRoots(parent) {
		ids, places, err := sel.rootsAfter(r, parent, after, p.Size()+1)
		if err != nil {
			return err
		}
		if len(ids) > p.Size() {
			ids = ids[:p.Size()]
			list.Next = places[p.Size()-1].Cursor()
		}
		list.Items, err = r.processRows(ids, sel.match.has)
		return err
	}
	ids, err := sel.childrenOf(r, parent)
	if err != nil {
		return err
	}
	first, err := r.behind(ids, after)
	if err != nil {
		return err
	}
	ids = ids[first:]
	if len(ids) > p.Size() {
		ids = ids[:p.Size()]
		var at answer.Place
		if err := r.scanOne("place-of", []any{ids[len(ids)-1]}, &at.Sort, &at.Key); err != nil {
			return err
		}
		list.Next = at.Cursor()
	}
	list.Items, err = r.processRows(ids, sel.match.has)
	return err
}

// behind is the index of the first of the ids (in order) that stands behind a place.
func (r reader) behind(ids []int64, after answer.Place) (int, error) {
	if after == answer.Start() {
		return 0, nil
	}
	var failed error
	i := sort.Search(len(ids), func(i int) bool {
		var at answer.Place
		if err := r.scanOne("place-of", []any{ids[i]}, &at.Sort, &at.Key); err != nil {
			failed = cmp.Or(failed, err)
		}
		return cmp.Or(cmp.Compare(at.Sort, after.Sort), cmp.Compare(at.Key, after.Key)) > 0
	})
	return i, failed
}

// Children implements graph.Reader. Total and the summary count the children
// that are shown under the filter, Of counts all.
func (s *Store) Children(ctx context.Context, key string, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], images []graph.ImageCount, err error) {
	err = s.read(ctx, "children", func(r reader) error {
		at, err := r.place(key)
		if err != nil {
			return err
		}
		list.Of = at.children
		whole, err := r.takesAll(f, at.host)
		if err != nil {
			return err
		}
		if whole {
			list.Total = at.children
			if err := r.page(&list, at.id, p); err != nil {
				return err
			}
			// Every page of a large list asks for the same sums.
			images, err = memoize(&s.sums, r, fmt.Sprintf("images below %d", at.id), func() ([]graph.ImageCount, error) {
				return r.images("child-images", at.id)
			})
			images = slices.Clone(images)
			return err
		}
		sel, err := s.selection(r, f)
		if err != nil {
			return err
		}
		if err := r.selectedPage(&list, sel, at.id, p); err != nil {
			return err
		}
		ids, err := sel.childrenOf(r, at.id)
		if err != nil {
			return err
		}
		list.Total = len(ids)
		images, err = s.imagesUnder(r, f, at.id, ids, p)
		return err
	})
	return list, images, err
}

// takesAll says whether a filter takes every process of a host.
func (r reader) takesAll(f graph.ProcessFilter, host int64) (bool, error) {
	if !answer.Bare(f) {
		return false, nil
	}
	parent, err := r.rootsOf(f)
	return parent == 0 || parent == -host, err
}

// imagesUnder counts the images of the children that a filter shows. Every page of a
// list that has several asks for the same sums.
func (s *Store) imagesUnder(r reader, f graph.ProcessFilter, parent int64, ids []int64, p graph.Page) ([]graph.ImageCount, error) {
	if len(ids) <= p.Size() {
		return r.images("images-of", idList(ids))
	}
	filter, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	counts, err := memoize(&s.sums, r, fmt.Sprintf("images below %d under %s", parent, filter), func() ([]graph.ImageCount, error) {
		return r.images("images-of", idList(ids))
	})
	return slices.Clone(counts), err
}

func (r reader) images(name string, arg any) (counts []graph.ImageCount, err error) {
	err = r.each(query(name), []any{arg}, func(rows *sql.Rows) error {
		var c graph.ImageCount
		err := rows.Scan(&c.Image, &c.Count)
		counts = append(counts, c)
		return err
	})
	return counts, err
}

// Ancestors implements graph.Reader. Limit 0 takes graph.MaxPage.
func (s *Store) Ancestors(ctx context.Context, key string, limit int) (chain []graph.ProcessRow, more bool, err error) {
	if limit <= 0 {
		limit = graph.MaxPage
	}
	err = s.read(ctx, "ancestors", func(r reader) error {
		at, err := r.place(key)
		if err != nil {
			return err
		}
		var ids []int64
		err = r.each(query("ancestors"), []any{at.id, limit + 1}, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return err
		}
		if len(ids) > limit {
			ids, more = ids[:limit], true
		}
		slices.Reverse(ids)
		chain, err = r.processRows(ids, nil)
		return err
	})
	return chain, more, err
}
