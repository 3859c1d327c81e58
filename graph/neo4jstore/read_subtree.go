package neo4jstore

import (
	"context"
	"math"
	"strconv"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Subtree implements graph.Reader. A negative depth has no bound; limit 0 takes
// 10,000. Under a filter the rows are those that match or have a match below;
// the process asked for is always there.
func (s *Store) Subtree(ctx context.Context, key string, f graph.ProcessFilter, maxDepth, limit int) (tree graph.Subtree, err error) {
	maxDepth, limit = answer.SubtreeBounds(maxDepth, limit)
	c, err := checkFilter(f)
	if err != nil {
		return tree, err
	}
	err = s.read(ctx, "a subtree", func(r reader) error {
		w := &walk{Walk: answer.Walk{Limit: limit, MaxDepth: maxDepth}, r: r, below: map[int64][]int64{}, counts: map[int64]int{}}
		start, err := w.start(key, f, c)
		if err != nil {
			return err
		}
		if err := w.Run(start, w.list); err != nil {
			return err
		}
		tree, err = w.tree()
		if err != nil {
			return err
		}
		tree.Total = len(tree.Rows)
		if w.Cut {
			tree.Total, err = w.total(key, f, start)
		}
		return err
	})
	return tree, err
}

// walk is a walk through what a filter keeps.
type walk struct {
	answer.Walk
	r   reader
	sel *selection // nil: no filter
	// below are lists of children that were read ahead, taken out when they are used.
	below map[int64][]int64
	// counts are the numbers of children of processes met, with or without the filter.
	counts map[int64]int
}

// start returns the ids to start from.
func (w *walk) start(key string, f graph.ProcessFilter, c *condition) (start []int64, err error) {
	whole := answer.Bare(f)
	if key != "" {
		at, err := w.r.standing(key)
		if err != nil {
			return nil, err
		}
		whole = w.r.s.takesAll(f, at.host)
		start = []int64{at.id}
		w.counts[at.id] = at.children
	}
	if !whole {
		if w.sel, err = w.r.selection(f, c); err != nil {
			return nil, err
		}
	}
	if key != "" {
		return start, nil
	}
	roots := w.r.s.rootsOf(f)
	if w.sel != nil {
		start, err = w.sel.list(w.r, roots)
	} else {
		start, err = w.r.ids("read_"+roots.name+"_ids", roots.params())
	}
	if err != nil {
		return nil, err
	}
	if w.sel == nil || !w.sel.whole {
		err = w.count(start[:min(len(start), w.Limit)])
	}
	return start, err
}

// count reads the numbers of children.
func (w *walk) count(ids []int64) error {
	for len(ids) > 0 {
		part := ids[:min(len(ids), idsAtOnce)]
		ids = ids[len(part):]
		err := w.r.each("read_child_counts", map[string]any{"ids": part}, func(row row) error {
			w.counts[part[row.int(0)]] = int(row.int(1))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// list lists the children of a process that the walk takes.
func (w *walk) list(id int64, stack [][]int64) ([]int64, error) {
	if w.sel != nil && w.sel.whole {
		return w.sel.list(w.r, branch{parent: id})
	}
	if w.counts[id] == 0 {
		return nil, nil
	}
	if _, ok := w.below[id]; !ok {
		if err := w.ahead(id, stack); err != nil {
			return nil, err
		}
	}
	below := w.below[id]
	delete(w.below, id)
	return below, nil
}

// What one query reads ahead at the most: lists, and children in them.
const (
	aheadLists    = 500
	aheadChildren = 10_000
)

// ahead reads the children of a process, and of those that the walk comes to next.
func (w *walk) ahead(id int64, stack [][]int64) error {
	ids, sum := []int64{id}, w.counts[id]
	for depth := len(stack) - 1; depth >= 0 && depth <= w.MaxDepth; depth-- {
		for _, next := range stack[depth] {
			n := w.counts[next]
			if n == 0 {
				continue
			}
			if _, ok := w.below[next]; ok {
				continue
			}
			if sum += n; len(ids) == aheadLists || sum > aheadChildren {
				return w.readBelow(ids)
			}
			ids = append(ids, next)
		}
	}
	return w.readBelow(ids)
}

func (w *walk) readBelow(ids []int64) error {
	limit := w.Room()
	if w.sel != nil {
		limit = math.MaxInt32 // any of them may be kept
	}
	return w.r.each("read_children_of_each", map[string]any{"ids": ids, "limit": limit}, func(row row) error {
		below, counts := row.ints(1), row.ints(2)
		kept := make([]int64, 0, len(below))
		for i, id := range below {
			if w.sel == nil || w.sel.keep.has(id) {
				kept = append(kept, id)
				w.counts[id] = int(counts[i])
			}
		}
		w.below[row.int(0)] = kept
		return nil
	})
}

func (w *walk) tree() (tree graph.Subtree, err error) {
	var match func(id int64) bool
	if w.sel != nil {
		match = w.sel.match.has
	}
	tree.Truncated = w.Cut
	tree.Rows, err = w.r.processRows(w.IDs, match)
	for i := range tree.Rows {
		tree.Rows[i].Depth = w.Depths[i]
	}
	return tree, err
}

// total is the number of rows that a walk from a process, or with key "" from the
// roots, has without a cut.
func (w *walk) total(key string, f graph.ProcessFilter, start []int64) (int, error) {
	switch {
	case key == "" && w.sel == nil:
		return w.r.scope(f)
	case key == "":
		return len(w.sel.keep), nil
	case w.sel != nil && w.sel.whole:
		return w.sel.count(start[0]), nil
	}
	id := start[0]
	if w.sel == nil {
		// Where a walk is cut does not change the answer.
		return remember(w.r, "number below "+strconv.FormatInt(id, 10), func() (int, error) {
			below, err := w.r.ids("read_below_ids", map[string]any{"id": id})
			return len(below), err
		})
	}
	below, err := w.r.ids("read_below_ids", map[string]any{"id": id})
	n := 1
	for _, d := range below {
		if d != id && w.sel.keep.has(d) {
			n++
		}
	}
	return n, err
}
