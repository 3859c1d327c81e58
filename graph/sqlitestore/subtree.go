package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

const (
	// defaultSubtree is the number of rows where the caller gives none.
	defaultSubtree = 10_000
	// countedSubtree bounds the counting of what a cut left out.
	countedSubtree = 20_000
)

// Subtree implements graph.Reader. A negative depth has no bound; limit 0 takes
// 10,000. Under a filter the rows are those that match or have a match below;
// the process asked for is always there.
func (s *Store) Subtree(ctx context.Context, key string, f graph.ProcessFilter, maxDepth, limit int) (tree graph.Subtree, err error) {
	if limit <= 0 {
		limit = defaultSubtree
	}
	if maxDepth < 0 {
		maxDepth = math.MaxInt
	}
	err = s.read(ctx, "a subtree", func(r reader) error {
		w := &walk{r: r, maxDepth: maxDepth, limit: limit}
		start, err := s.startWalk(w, key, f)
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.run(start); err != nil {
			return err
		}
		tree.Truncated = w.cut
		if tree.Rows, err = w.rows(); err != nil {
			return err
		}
		tree.Total, err = w.total(start)
		return err
	})
	return tree, err
}

// walk goes through a tree in pre-order with a stack of its own: the depth of a
// tree is the depth that an attacker gave it.
type walk struct {
	r               reader
	sel             *selection // nil: no filter
	maxDepth, limit int
	children        *sql.Stmt // number of children
	ids             []int64
	depths          []int
	cut             bool
	below           *sql.Stmt
}

// startWalk returns the ids to start from.
func (s *Store) startWalk(w *walk, key string, f graph.ProcessFilter) (start []int64, err error) {
	parent, err := w.r.rootsOf(f)
	if err != nil {
		return nil, err
	}
	whole := bare(f)
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
	if w.children, err = w.r.tx.PrepareContext(w.r.ctx, query("child-count")); err != nil {
		return nil, err
	}
	if w.below, err = w.r.tx.PrepareContext(w.r.ctx, query("child-ids")); err != nil {
		return nil, errors.Join(err, w.children.Close())
	}
	if key == "" {
		start, err = w.list(parent)
	}
	return start, err
}

func (w *walk) close() {
	w.children.Close()
	w.below.Close()
}

// list lists the children of parent (0: all roots) that the walk takes.
func (w *walk) list(parent int64) (ids []int64, err error) {
	if w.sel != nil {
		return w.sel.childrenOf(w.r, parent)
	}
	if parent == 0 {
		return w.collect(w.r.tx.QueryContext(w.r.ctx, query("root-ids")))
	}
	if parent > 0 {
		var n int
		if err := w.children.QueryRowContext(w.r.ctx, parent).Scan(&n); err != nil || n == 0 {
			return nil, err
		}
	}
	return w.collect(w.below.QueryContext(w.r.ctx, parent))
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

// run walks. The stack holds, for each level, the siblings still to come.
func (w *walk) run(start []int64) error {
	stack := [][]int64{start}
	for len(stack) > 0 {
		depth := len(stack) - 1
		todo := stack[depth]
		if len(todo) == 0 {
			stack = stack[:depth]
			continue
		}
		if len(w.ids) == w.limit {
			w.cut = true
			return nil
		}
		id := todo[0]
		stack[depth] = todo[1:]
		w.ids, w.depths = append(w.ids, id), append(w.depths, depth)
		below, err := w.list(id)
		if err != nil {
			return err
		}
		if len(below) > 0 && depth >= w.maxDepth {
			w.cut = true
			continue
		}
		stack = append(stack, below)
	}
	return nil
}

// rowsAtOnce bounds the rows that one query reads.
const rowsAtOnce = 2000

func (w *walk) rows() ([]graph.ProcessRow, error) {
	var match func(id int64) bool
	if w.sel != nil {
		match = w.sel.match.has
	}
	out := make([]graph.ProcessRow, 0, len(w.ids))
	for part := range slices.Chunk(w.ids, rowsAtOnce) {
		rows, err := w.r.processRows(part, match)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	for i := range out {
		out[i].Depth = w.depths[i]
	}
	return out, nil
}

// total is the number of rows without a cut, 0 when it is not known.
func (w *walk) total(start []int64) (int, error) {
	if !w.cut {
		return len(w.ids), nil
	}
	if w.sel != nil {
		return 0, nil // the kept below a process are not counted apart
	}
	var n int
	err := w.r.scanOne("count-below", []any{idList(start), countedSubtree + 1}, &n)
	if n > countedSubtree {
		n = 0
	}
	return n, err
}
