package neo4jstore

import (
	"slices"

	"github.com/procgraph/procgraph/graph/answer"
)

// processOrder are the indexes of the processes to be written: by key, save that a
// parent comes before its children. Keys mostly grow with time, so that what is
// written together stands together in the indexes, which may be larger than the
// server's memory. What stands in a cycle comes in any order.
func (h *hostWrite) processOrder() []int32 {
	d := h.processes
	reached := make([]bool, d.n)
	order := make([]int32, 0, d.n)
	var above []int32 // a process and its ancestors that are still to come
	for i := range d.n {
		for p := int32(i); p >= 0 && !reached[p]; p = h.parent[p] {
			reached[p] = true
			above = append(above, p)
		}
		slices.Reverse(above)
		order = append(order, above...)
		above = above[:0]
	}
	return slices.DeleteFunc(order, func(i int32) bool { return d.todo[i] == same })
}

// processChunks writes the processes. A relationship to a process of a later part
// (a cycle, a claimed parent) waits until the end, and with it the node's hash.
func (h *hostWrite) processChunks(yield func(c chunk) bool) bool {
	d := h.processes
	order := h.processOrder()
	seq := newSequence(d, order)
	var late []int32
	for _, nodes := range d.parts(order) {
		upTo := seq.place[nodes[len(nodes)-1]]
		settled := func(i int) bool { return h.parentsThere(seq, i, upTo) }
		for _, i := range nodes {
			if !settled(int(i)) {
				late = append(late, i)
			}
		}
		ok := yield(func(u *update) error {
			w, err := h.split(u, d, nodes)
			if err != nil {
				return err
			}
			if err := h.writeNodes(u, d, w, h.processProperties, settled, "write_unlink_processes", "write_unlink_parents"); err != nil {
				return err
			}
			if len(w.changedKeys) > 0 { // the new ones come with theirs
				if err := u.run("write_link_processes", map[string]any{"keys": w.changedKeys}); err != nil {
					return err
				}
			}
			return h.linkParents(u, nodes, settled)
		})
		if !ok {
			return false
		}
	}
	for list := range slices.Chunk(late, limits.rows) {
		ok := yield(func(u *update) error {
			if err := h.linkParents(u, list, always); err != nil {
				return err
			}
			return u.runRows("write_settle_processes", d.settleRows(u.s, list))
		})
		if !ok {
			return false
		}
	}
	return true
}

// parentsThere says whether all parents that a process names are in the store
// once the processes up to a place are.
func (h *hostWrite) parentsThere(seq *sequence, i int, upTo int32) bool {
	if p := h.parent[i]; p >= 0 && !seq.there(int(p), upTo) {
		return false
	}
	for _, c := range h.nodes.Processes[i].ParentClaims {
		if p := answer.FindKey(h.processes.n, h.processes.keyAt, c.Parent); p >= 0 && !seq.there(p, upTo) {
			return false
		}
	}
	return true
}

// linkParents makes the relationships to recorded and claimed parents.
func (h *hostWrite) linkParents(u *update, nodes []int32, settled func(i int) bool) error {
	d := h.processes
	spawned, claims := make([]any, 0, len(nodes)), []any{}
	for _, i := range nodes {
		if !settled(int(i)) {
			continue
		}
		n, key := &h.nodes.Processes[i], u.s.key(d.keyAt(int(i)))
		if h.parent[i] >= 0 {
			spawned = append(spawned, []any{key, u.s.key(n.Parent), textOrNil(n.ParentVia)})
		}
		for _, c := range n.ParentClaims {
			if answer.FindKey(d.n, d.keyAt, c.Parent) >= 0 {
				claims = append(claims, []any{key, u.s.key(c.Parent), c.Source})
			}
		}
	}
	if err := u.runRows("write_spawned", spawned); err != nil {
		return err
	}
	return u.runRows("write_claims", claims)
}
