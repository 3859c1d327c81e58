package sqlitestore

import (
	"context"
	"database/sql"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Subtree implements graph.Reader. A negative depth has no bound; limit 0 takes
// 10,000. Under a filter the rows are those that match or have a match below;
// the process asked for is always there.
func (s *Store) Subtree(ctx context.Context, key string, f graph.ProcessFilter, maxDepth, limit int) (tree graph.Subtree, err error) {
	maxDepth, limit = answer.SubtreeBounds(maxDepth, limit)
	err = s.read(ctx, "a subtree", func(r reader) error {
		w := &walk{Walk: answer.Walk{Limit: limit, MaxDepth: maxDepth}, r: r}
		start, err := s.startWalk(w, key, f)
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.Run(start, w.list); err != nil {
			return err
		}
		tree.Truncated = w.Cut
		if tree.Rows, err = w.rows(); err != nil {
			return err
		}
		tree.Total = len(tree.Rows)
		if w.Cut {
			tree.Total, err = s.countWalk(w, key, f, start)
		}
		return err
	})
	return tree, err
}

// walk is a walk through what a filter keeps.
type walk struct {
	answer.Walk
	r     reader
	sel   *selection // nil: no filter
	below *sql.Stmt
}

// startWalk returns the ids to start from.
func (s *Store) startWalk(w *walk, key string, f graph.ProcessFilter) (start []int64, err error) {
	parent, err := w.r.rootsOf(f)
	if err != nil {
		return nil, err
	}
	whole := answer.Bare(f)
	if key != "" {
		at, err := w.r.place(key)
		if err != nil {
			return nil, err
		}
		if whole, err = w.r.takesAll(f, at.host); err != nil {
			return nil, err
		}
		start = []int64{at.id}
	}
	if !whole {
		if w.sel, err = s.selection(w.r, f); err != nil {
			return nil, err
		}
	}
	if w.below, err = w.r.tx.PrepareContext(w.r.ctx, query("child-ids")); err != nil {
		return nil, err
	}
	if key == "" {
		start, err = w.roots(parent)
	}
	return start, err
}

// roots lists the roots of all hosts (parent 0) or of one: one more than the walk
// can take, at the most.
func (w *walk) roots(parent int64) (ids []int64, err error) {
	switch {
	case w.sel == nil:
		ids, _, err = w.r.after(parent, answer.Start(), w.Limit+1)
	case w.sel.manyRoots(parent):
		ids, _, err = w.sel.rootsAfter(w.r, parent, answer.Start(), w.Limit+1)
	default:
		ids, err = w.sel.childrenOf(w.r, parent)
	}
	return ids, err
}

func (w *walk) close() {
	w.below.Close()
}

// list lists the children of a process that the walk takes: one more than there
// is room for, at the most.
func (w *walk) list(parent int64, _ [][]int64) (ids []int64, err error) {
	if w.sel != nil {
		return w.sel.childrenOf(w.r, parent)
	}
	return w.collect(w.below.QueryContext(w.r.ctx, parent, w.Room()))
}

func (w *walk) collect(rows *sql.Rows, err error) (ids []int64, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// rowsAtOnce bounds the rows that one query reads.
const rowsAtOnce = 2000

func (w *walk) rows() ([]graph.ProcessRow, error) {
	var match func(id int64) bool
	if w.sel != nil {
		match = w.sel.match.has
	}
	out := make([]graph.ProcessRow, 0, len(w.IDs))
	for part := range slices.Chunk(w.IDs, rowsAtOnce) {
		rows, err := w.r.processRows(part, match)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	for i := range out {
		out[i].Depth = w.Depths[i]
	}
	return out, nil
}

// countWalk is the number of rows that a walk from a process, or with key "" from
// the roots, has without a cut.
func (s *Store) countWalk(w *walk, key string, f graph.ProcessFilter, start []int64) (int, error) {
	switch {
	case key == "" && w.sel == nil:
		return w.r.scope(f)
	case key == "":
		return w.sel.kept, nil
	}
	parents, err := memoize(&s.parents, w.r, "", func() ([]int32, error) {
		return w.r.parents(func(int64, packed) {})
	})
	if err != nil {
		return 0, err
	}
	n := 1
	eachBelow(parents, start[0], func(id int64) {
		if w.sel == nil || w.sel.keep.has(id) {
			n++
		}
	})
	return n, nil
}

// eachBelow calls f for every process below the one with id top.
func eachBelow(parents []int32, top int64, f func(id int64)) {
	if top >= int64(len(parents)) {
		return
	}
	var seen, below bitset // seen: it is known whether it is below
	seen.add(top)
	below.add(top)
	var path []int64
	for i := range parents {
		path = path[:0]
		id := int64(i)
		for id > 0 && id < int64(len(parents)) && parents[id] != 0 && !seen.has(id) {
			seen.add(id)
			path = append(path, id)
			id = int64(parents[id])
		}
		if id <= 0 || !below.has(id) {
			continue
		}
		for _, on := range path {
			below.add(on)
			f(on)
		}
	}
}
