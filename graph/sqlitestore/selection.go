package sqlitestore

import (
	"database/sql"
	"encoding/json"
	"errors"
	"sync"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// selection is what a filter selects at one version of the case: the matches,
// and the matches with all their ancestors, which a tree keeps.
type selection struct {
	match, keep bitset
	roots       bitset // those of keep that have no parent
	matches     int
	kept        int

	mu       sync.Mutex
	children map[int64][]int64 // kept children in order, by parent; 0 for all roots
	listed   int               // ids in children
}

const (
	// maxSelections bounds the filters remembered.
	maxSelections = 16
	// maxListed bounds the ids in a selection's lists of children.
	maxListed = 1_000_000
	// fewKept: up to so many, children are picked out of what is kept; above
	// it, what is kept is picked out of the children.
	fewKept = 2000
)

// selection returns what a filter selects in the state that r sees.
func (s *Store) selection(r reader, f graph.ProcessFilter) (*selection, error) {
	if err := checkFilter(f); err != nil {
		return nil, err
	}
	version, err := r.version()
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	key := version + " " + string(name)
	if have, ok := s.filters.Get(key); ok {
		return have, nil
	}
	m, err := s.matcher(r, f)
	if err != nil {
		return nil, err
	}
	sel, parents, err := r.selectProcesses(m)
	if err != nil {
		return nil, err
	}
	if err := keepMemo(&s.parents, r, "", parents); err != nil {
		return nil, err
	}
	s.filters.Put(key, sel, maxSelections)
	return sel, nil
}

// selectProcesses finds the matches, then climbs from all of them. It returns the
// parents that it climbed by, too.
func (r reader) selectProcesses(m *matcher) (*selection, []int32, error) {
	sel := &selection{children: map[int64][]int64{}}
	parents, err := r.parents(func(id int64, c packed) {
		if m.match(id, c) {
			sel.match.add(id)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	for id := range sel.match.all() {
		sel.climb(id, parents)
	}
	sel.matches, sel.kept = sel.match.len(), sel.keep.len()
	return sel, parents, nil
}

// parents returns the parent of each process by id: negative for a root, 0 for an
// id that no process has. It shows each process to visit on the way.
func (r reader) parents(visit func(id int64, c packed)) (parents []int32, err error) {
	err = r.eachColumn(func(id int64, c packed) {
		if missing := id + 1 - int64(len(parents)); missing > 0 {
			parents = append(parents, make([]int32, missing)...)
		}
		parents[id] = c.parent()
		visit(id, c)
	})
	return parents, err
}

// climb keeps a process and all above it. Above what is kept already, all is kept.
func (sel *selection) climb(id int64, parents []int32) {
	for !sel.keep.has(id) {
		sel.keep.add(id)
		parent := int64(parents[id])
		if parent < 0 {
			sel.roots.add(id)
		}
		if parent <= 0 || parent >= int64(len(parents)) {
			return
		}
		id = parent
	}
}

// childrenOf lists the kept children of a process, or the kept roots of all hosts
// (parent 0) or of one (negative) when they are few.
func (sel *selection) childrenOf(r reader, parent int64) ([]int64, error) {
	sel.mu.Lock()
	have, ok := sel.children[parent]
	sel.mu.Unlock()
	if ok {
		return have, nil
	}
	ids, err := sel.list(r, parent)
	if err != nil {
		return nil, err
	}
	sel.mu.Lock()
	defer sel.mu.Unlock()
	if sel.listed += len(ids) + 1; sel.listed > maxListed {
		clear(sel.children)
		sel.listed = len(ids) + 1
	}
	sel.children[parent] = ids
	return ids, nil
}

func (sel *selection) list(r reader, parent int64) (ids []int64, err error) {
	text, args := query("child-ids"), []any{parent, -1}
	switch {
	case parent == 0:
		text, args = query("root-ids-among"), []any{idList(sel.roots.ids())}
	case parent < 0:
		text, args = query("child-ids-among"), []any{idList(sel.roots.ids()), parent}
	case sel.kept <= fewKept:
		text, args = query("child-ids-among"), []any{idList(sel.keep.ids()), parent}
	}
	err = r.each(text, args, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		if sel.keep.has(id) {
			ids = append(ids, id)
		}
		return err
	})
	return ids, err
}

// manyRoots says whether the kept children of parent are roots too many to list:
// then they are read in their order as far as they are needed.
func (sel *selection) manyRoots(parent int64) bool { return parent <= 0 && sel.roots.len() > fewKept }

// rootsAfter lists at most n kept roots of all hosts (parent 0) or of one behind a place.
func (sel *selection) rootsAfter(r reader, parent int64, after answer.Place, n int) (ids []int64, places []answer.Place, err error) {
	text, args := query("children-page"), []any{parent, after.Sort, after.Key, -1}
	if parent == 0 {
		text, args = query("roots-page"), args[1:]
	}
	err = r.each(text, args, func(rows *sql.Rows) error {
		if len(ids) == n {
			return errEnough
		}
		var id int64
		var at answer.Place
		err := rows.Scan(&id, &at.Sort, &at.Key)
		if sel.keep.has(id) {
			ids, places = append(ids, id), append(places, at)
		}
		return err
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return ids, places, err
}
