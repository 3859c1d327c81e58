package sqlitestore

import (
	"database/sql"
	"encoding/json"
	"slices"
	"sync"

	"github.com/procgraph/procgraph/graph"
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

// selectionCache keeps the last used selections.
type selectionCache struct {
	mu      sync.Mutex
	entries []selectionEntry // last used last
}

type selectionEntry struct {
	key string
	s   *selection
}

func (c *selectionCache) get(key string) *selection {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.entries, func(e selectionEntry) bool { return e.key == key })
	if i < 0 {
		return nil
	}
	e := c.entries[i]
	c.entries = append(slices.Delete(c.entries, i, i+1), e)
	return e.s
}

func (c *selectionCache) put(key string, s *selection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entries) >= maxSelections {
		c.entries = slices.Delete(c.entries, 0, 1)
	}
	c.entries = append(c.entries, selectionEntry{key, s})
}

// selection returns what a filter selects in the state that r sees.
func (s *Store) selection(r reader, f graph.ProcessFilter) (*selection, error) {
	cond, err := processConditions(f)
	if err != nil {
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
	if have := s.filters.get(key); have != nil {
		return have, nil
	}
	sel, err := r.selectProcesses(cond)
	if err != nil {
		return nil, err
	}
	s.filters.put(key, sel)
	return sel, nil
}

// selectProcesses finds the matches, then climbs from all of them at once.
func (r reader) selectProcesses(cond *conditions) (*selection, error) {
	sel := &selection{children: map[int64][]int64{}}
	var above bitset
	err := r.each(query("filtered-processes")+" "+cond.sql(), cond.args, func(rows *sql.Rows) error {
		var id, parent int64
		err := rows.Scan(&id, &parent)
		sel.match.add(id)
		if parent > 0 {
			above.add(parent)
		} else {
			sel.roots.add(id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	above.remove(sel.match) // what is above those, they bring themselves
	sel.keep = slices.Clone(sel.match)
	err = r.each(query("upward"), []any{idList(above.ids())}, func(rows *sql.Rows) error {
		var id, parent int64
		err := rows.Scan(&id, &parent)
		sel.keep.add(id)
		if parent < 0 {
			sel.roots.add(id)
		}
		return err
	})
	sel.matches, sel.kept = sel.match.len(), sel.keep.len()
	return sel, err
}

// childrenOf lists the kept children of a process, or with parent 0 all kept
// roots, with a negative parent those of a host.
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
	text, args := query("child-ids"), []any{parent}
	switch {
	case parent == 0 && sel.roots.len() <= fewKept:
		text, args = query("root-ids-among"), []any{idList(sel.roots.ids())}
	case parent == 0:
		text, args = query("root-ids"), nil
	case parent < 0 && sel.roots.len() <= fewKept:
		text, args = query("child-ids-among"), []any{idList(sel.roots.ids()), parent}
	case parent > 0 && sel.kept <= fewKept:
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
