package neo4jstore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Process implements graph.Reader.
func (s *Store) Process(ctx context.Context, key string) (row graph.ProcessRow, err error) {
	err = s.read(ctx, "a process", func(r reader) error {
		at, err := r.standing(key)
		if err != nil {
			return err
		}
		rows, err := r.processRows([]int64{at.id}, nil)
		if err == nil && len(rows) == 0 {
			err = notFound("process", key)
		}
		if err == nil {
			row = rows[0]
		}
		return err
	})
	return row, err
}

// standing is where a process stands in the tree.
type standing struct {
	id       int64
	key      string // the database's
	host     string // the database key of its host
	children int
}

func (r reader) standing(key string) (standing, error) {
	at := standing{key: r.s.key(key)}
	row, err := r.one("read_process_place", map[string]any{"key": at.key})
	if err != nil {
		return at, fmt.Errorf("process %q: %w", key, err)
	}
	at.id, at.host, at.children = row.int(0), row.text(1), int(row.int(2))
	return at, nil
}

func notFound(kind, key string) error { return fmt.Errorf("%s %q: %w", kind, key, graph.ErrNotFound) }

// branch is a list of siblings: the children of a process, the roots of a host, or all roots.
type branch struct {
	name string // of the queries: read_NAME_page, read_NAME_ids
	// param and key are what the queries are bound to.
	param, key string
	// parent is the id of the parent; 0 and less are roots.
	parent int64
}

// noParent stands for the parent of roots. Ids of nodes start at 0.
const noParent = -1

func (b branch) params() map[string]any {
	if b.param == "" {
		return map[string]any{}
	}
	return map[string]any{b.param: b.key}
}

func childrenOf(at standing) branch {
	return branch{name: "children", param: "parent", key: at.key, parent: at.id}
}

// rootsOf are the roots of the filter's host, else all.
func (s *Store) rootsOf(f graph.ProcessFilter) branch {
	if f.Host == "" {
		return branch{name: "roots", parent: noParent}
	}
	return branch{name: "host_roots", param: "host", key: s.key(f.Host), parent: noParent}
}

// Roots implements graph.Reader. Total is the number of matching processes and
// Of that of all processes of the host or the case, wherever they stand.
func (s *Store) Roots(ctx context.Context, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], err error) {
	c, err := checkFilter(f)
	if err != nil {
		return list, err
	}
	after, err := answer.DecodePlace(p.After)
	if err != nil {
		return list, err
	}
	err = s.read(ctx, "the roots", func(r reader) error {
		list = graph.List[graph.ProcessRow]{}
		if list.Of, err = r.scope(f); err != nil {
			return err
		}
		if answer.Bare(f) {
			list.Total = list.Of
			return r.wholePage(&list, s.rootsOf(f), after, p.Size())
		}
		sel, err := r.selection(f, c)
		if err != nil {
			return err
		}
		list.Total = len(sel.match)
		return r.keptPage(&list, sel, s.rootsOf(f), after, p.Size())
	})
	return list, err
}

// scope counts the processes of the filter's host, or of the case.
func (r reader) scope(f graph.ProcessFilter) (int, error) {
	n := 0
	count := func(row row) error {
		n = int(row.int(0))
		return nil
	}
	if f.Host != "" {
		return n, r.each("read_scope_of_host", map[string]any{"host": r.s.key(f.Host)}, count)
	}
	err := r.each("read_scope_of_case", nil, count)
	return n, err
}

// wholePage reads one page of a branch without a filter.
func (r reader) wholePage(list *graph.List[graph.ProcessRow], b branch, after answer.Place, size int) error {
	page, err := r.page("read_"+b.name+"_page", b.params(), after, size+1)
	if err != nil {
		return err
	}
	if len(page.ids) > size {
		page.ids = page.ids[:size]
		list.Next = page.places[size-1].Cursor()
	}
	list.Items, err = r.processRows(page.ids, nil)
	return err
}

// keptPage reads one page of what a selection keeps of a branch.
func (r reader) keptPage(list *graph.List[graph.ProcessRow], sel *selection, b branch, after answer.Place, size int) error {
	ids, err := sel.list(r, b)
	if err != nil {
		return err
	}
	first, err := r.behind(ids, after)
	if err != nil {
		return err
	}
	ids = ids[first:]
	if len(ids) > size {
		ids = ids[:size]
		at, err := r.places(ids[size-1:])
		if err != nil {
			return err
		}
		list.Next = at[0].Cursor()
	}
	list.Items, err = r.processRows(ids, sel.match.has)
	return err
}

// probes is the number of places that one step of a search among ids looks at:
// with more of them there are fewer turns to the server.
const probes = 64

// behind is the index of the first of the ids (in order) that stands behind a place.
func (r reader) behind(ids []int64, after answer.Place) (int, error) {
	if after == answer.Start() {
		return 0, nil
	}
	low, high := 0, len(ids) // the index sought is in low … high
	for low < high {
		step := (high-low-1)/probes + 1
		var at []int
		var some []int64
		for i := low; i < high; i += step {
			at, some = append(at, i), append(some, ids[i])
		}
		places, err := r.places(some)
		if err != nil {
			return 0, err
		}
		n, _ := slices.BinarySearchFunc(places, after, func(p, after answer.Place) int {
			if cmp.Or(cmp.Compare(p.Sort, after.Sort), cmp.Compare(p.Key, after.Key)) <= 0 {
				return -1
			}
			return 1
		})
		if n < len(at) {
			high = at[n]
		}
		if n > 0 {
			low = at[n-1] + 1
		} else {
			high = low
		}
	}
	return low, nil
}

// Children implements graph.Reader. Total and the summary count the children
// that are shown under the filter, Of counts all.
func (s *Store) Children(ctx context.Context, key string, f graph.ProcessFilter, p graph.Page) (list graph.List[graph.ProcessRow], images []graph.ImageCount, err error) {
	c, err := checkFilter(f)
	if err != nil {
		return list, nil, err
	}
	after, err := answer.DecodePlace(p.After)
	if err != nil {
		return list, nil, err
	}
	err = s.read(ctx, "children", func(r reader) error {
		list, images = graph.List[graph.ProcessRow]{}, nil
		at, err := r.standing(key)
		if err != nil {
			return err
		}
		list.Of = at.children
		if s.takesAll(f, at.host) {
			list.Total = at.children
			if err := r.wholePage(&list, childrenOf(at), after, p.Size()); err != nil {
				return err
			}
			images, err = r.imagesBelow(at)
			return err
		}
		sel, err := r.selection(f, c)
		if err != nil {
			return err
		}
		if err := r.keptPage(&list, sel, childrenOf(at), after, p.Size()); err != nil {
			return err
		}
		ids, err := sel.list(r, childrenOf(at))
		if err != nil {
			return err
		}
		list.Total = len(ids)
		images, err = r.imagesUnder(f, at, ids, p)
		return err
	})
	return list, images, err
}

// takesAll says whether a filter takes every process of a host.
func (s *Store) takesAll(f graph.ProcessFilter, host string) bool {
	return answer.Bare(f) && (f.Host == "" || s.key(f.Host) == host)
}

// maxImages bounds the summary of children.
const maxImages = 20

// imagesBelow counts the images of all children. Every page of a large list asks
// for the same sums.
func (r reader) imagesBelow(at standing) ([]graph.ImageCount, error) {
	if at.children == 0 {
		return nil, nil
	}
	counts, err := remember(r, "images below "+strconv.FormatInt(at.id, 10), func() (counts []graph.ImageCount, err error) {
		err = r.each("read_child_images", map[string]any{"parent": at.key}, func(row row) error {
			counts = append(counts, graph.ImageCount{Image: row.text(0), Count: int(row.int(1))})
			return nil
		})
		return counts, err
	})
	return slices.Clone(counts), err
}

// imagesUnder counts the images of the children that a filter shows. Every page of a
// list that has several asks for the same sums.
func (r reader) imagesUnder(f graph.ProcessFilter, at standing, ids []int64, p graph.Page) ([]graph.ImageCount, error) {
	if len(ids) <= p.Size() {
		return r.imagesOf(ids)
	}
	filter, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	counts, err := remember(r, fmt.Sprintf("images below %d under %s", at.id, filter), func() ([]graph.ImageCount, error) {
		return r.imagesOf(ids)
	})
	return slices.Clone(counts), err
}

// idsAtOnce bounds the ids that one query is given.
const idsAtOnce = 50_000

func (r reader) imagesOf(ids []int64) ([]graph.ImageCount, error) {
	sums := map[string]int{}
	for part := range slices.Chunk(ids, idsAtOnce) {
		err := r.each("read_images_of", map[string]any{"ids": part}, func(row row) error {
			sums[row.text(0)] += int(row.int(1))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var counts []graph.ImageCount
	for image, n := range sums {
		counts = append(counts, graph.ImageCount{Image: image, Count: n})
	}
	slices.SortFunc(counts, func(a, b graph.ImageCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Image, b.Image))
	})
	return counts[:min(len(counts), maxImages)], nil
}

// Ancestors implements graph.Reader. Limit 0 takes graph.MaxPage. A cycle, which
// no log proves, is cut where it closes.
func (s *Store) Ancestors(ctx context.Context, key string, limit int) (chain []graph.ProcessRow, more bool, err error) {
	if limit <= 0 {
		limit = graph.MaxPage
	}
	err = s.read(ctx, "ancestors", func(r reader) error {
		chain, more = nil, false
		at, err := r.standing(key)
		if err != nil {
			return err
		}
		ids, cut, err := r.ancestors(at.id, limit)
		if err != nil {
			return err
		}
		more = cut
		slices.Reverse(ids)
		chain, err = r.processRows(ids, nil)
		return err
	})
	return chain, more, err
}

// ancestors are at most limit of the nearest, nearest first; cut says that there are more.
func (r reader) ancestors(id int64, limit int) (chain []int64, cut bool, err error) {
	seen := map[int64]bool{id: true}
	for from := id; ; from = chain[len(chain)-1] {
		before := len(chain)
		err := r.each("read_ancestors", map[string]any{"id": from}, func(row row) error {
			a := row.int(0)
			switch {
			case len(chain) == limit || seen[a]:
				cut = true
			case !cut:
				seen[a] = true
				chain = append(chain, a)
			}
			return nil
		})
		if err != nil || cut || len(chain) == before {
			return chain, cut, err
		}
	}
}
