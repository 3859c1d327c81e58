package neo4jstore

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/procgraph/procgraph/graph"
)

// idSet is a set of the server's ids of nodes, in ascending order.
type idSet []int64

func newIDSet(ids []int64) idSet {
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s idSet) has(id int64) bool {
	_, ok := slices.BinarySearch(s, id)
	return ok
}

// minus are the ids (in order) that the set has not.
func minus(ids, set idSet) idSet {
	var out idSet
	for _, id := range ids {
		if !set.has(id) {
			out = append(out, id)
		}
	}
	return out
}

// selection is what a filter selects at one state of the case: the matches, and
// the matches with all their ancestors, which a tree keeps. It holds the ids of a
// state only: an id is given again when its node is gone.
type selection struct {
	match, keep idSet

	mu       sync.Mutex
	children map[int64][]int64 // what is kept below a process, in order; noParent for roots
	whole    bool              // children holds all there is
	listed   int               // ids in children
}

const (
	// maxListed bounds the ids in a selection's lists of children.
	maxListed = 1_000_000
	// fewKept: up to so many, all that is kept is read as one tree; above it, what
	// is kept is picked out of the children.
	fewKept = 5000
)

// selection returns what a filter selects in the state that r sees.
func (r reader) selection(f graph.ProcessFilter, c *condition) (*selection, error) {
	name, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	key := r.state() + " " + string(name)
	if have, ok := r.s.answers.selections.Get(key); ok {
		return have, nil
	}
	sel, err := r.selectProcesses(c)
	if err != nil {
		return nil, err
	}
	weight := len(sel.match) + len(sel.keep)
	r.s.answers.selections.PutWeighed(key, sel, weight, maxSelections, maxSelectedIDs)
	return sel, nil
}

// selectProcesses finds the matches, then climbs from all of them at once.
func (r reader) selectProcesses(c *condition) (*selection, error) {
	params, err := r.matchParams(c)
	if err != nil {
		return nil, err
	}
	var match, above []int64
	err = r.windows(params, func(p map[string]any) error {
		return r.each("read_matching_ids", p, func(row row) error {
			match, above = append(match, row.ints(0)...), append(above, row.ints(1)...)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	sel := &selection{match: newIDSet(match), children: map[int64][]int64{}}
	// What is above those that match themselves, they bring themselves.
	ancestors, err := r.upward(minus(newIDSet(above), sel.match), sel.match)
	if err != nil {
		return nil, err
	}
	sel.keep = newIDSet(append(ancestors, sel.match...))
	if len(sel.keep) <= fewKept {
		err = r.readKeptTree(sel)
	}
	return sel, err
}

const (
	// shortClimb: so many generations are climbed one at a time, with all processes
	// at once. Trees are seldom higher.
	shortClimb = 12
	// narrowClimb: up to so many processes climb in steps of many generations.
	narrowClimb = 500
)

// upward returns the processes given and all their ancestors that are not in known.
func (r reader) upward(from, known idSet) ([]int64, error) {
	seen := make(map[int64]bool, len(from))
	var out []int64
	take := func(ids []int64) (fresh []int64) {
		for _, id := range ids {
			if !seen[id] && !known.has(id) {
				seen[id] = true
				out, fresh = append(out, id), append(fresh, id)
			}
		}
		return fresh
	}
	top := take(from)
	for round := 0; len(top) > 0; round++ {
		var next []int64
		if round >= shortClimb && len(top) <= narrowClimb {
			err := r.each("read_ancestors_of_each", map[string]any{"ids": top}, func(row row) error {
				fresh := newIDSet(take(row.ints(0)))
				// The uppermost go on where they are new: others went this way before.
				next = slices.DeleteFunc(row.ints(1), func(id int64) bool { return !fresh.has(id) })
				return nil
			})
			if err != nil {
				return nil, err
			}
			top = next
			continue
		}
		for part := range slices.Chunk(top, idsAtOnce) {
			parents, err := r.ids("read_parents", map[string]any{"ids": part})
			if err != nil {
				return nil, err
			}
			next = append(next, take(parents)...)
		}
		top = next
	}
	return out, nil
}

// readKeptTree reads all lists of children at once.
func (r reader) readKeptTree(sel *selection) error {
	sel.whole = true
	if len(sel.keep) == 0 {
		return nil
	}
	return r.each("read_kept_tree", map[string]any{"ids": []int64(sel.keep)}, func(row row) error {
		ids, parents := row.ints(0), row.ints(1)
		for i := range ids {
			sel.children[parents[i]] = append(sel.children[parents[i]], ids[i])
		}
		return nil
	})
}

// list lists what is kept of a branch, in order. The roots of a host are asked for
// under a filter of that host only, so that all kept roots are its.
func (sel *selection) list(r reader, b branch) ([]int64, error) {
	sel.mu.Lock()
	have, ok := sel.children[b.parent]
	whole := sel.whole
	sel.mu.Unlock()
	if ok || whole {
		return have, nil
	}
	all, err := r.ids("read_"+b.name+"_ids", b.params())
	if err != nil {
		return nil, err
	}
	ids := slices.DeleteFunc(all, func(id int64) bool { return !sel.keep.has(id) })
	sel.remember(b.parent, ids)
	return ids, nil
}

func (sel *selection) remember(parent int64, ids []int64) {
	sel.mu.Lock()
	defer sel.mu.Unlock()
	if sel.listed += len(ids) + 1; sel.listed > maxListed {
		clear(sel.children)
		sel.listed = len(ids) + 1
	}
	sel.children[parent] = ids
}

// count counts a process and what is kept below it; all lists are in memory.
func (sel *selection) count(id int64) int {
	sel.mu.Lock()
	defer sel.mu.Unlock()
	n := 0
	seen := map[int64]bool{id: true}
	for todo := []int64{id}; len(todo) > 0; n++ {
		last := len(todo) - 1
		next := todo[last]
		todo = todo[:last]
		for _, child := range sel.children[next] {
			if !seen[child] {
				seen[child] = true
				todo = append(todo, child)
			}
		}
	}
	return n
}
