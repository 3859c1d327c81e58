package neo4jstore

import (
	"slices"

	"github.com/procgraph/procgraph/graph/answer"
)

// parts cuts nodes, in the order in which they are written, into runs of one
// statement each, bounded in number and bytes.
func (d *difference) parts(order []int32) (parts [][]int32) {
	from, size := 0, 0
	for i, n := range order {
		line := int(d.sizes[n])
		if i > from && (i-from >= limits.rows || size+line > limits.bytes) {
			parts = append(parts, order[from:i])
			from, size = i, 0
		}
		size += line
	}
	if from < len(order) {
		parts = append(parts, order[from:])
	}
	return parts
}

// inOrder are the indexes of the nodes to be written, by key.
func (d *difference) inOrder() []int32 {
	order := make([]int32, 0, d.counts[changed]+d.counts[fresh])
	for i, t := range d.todo {
		if t != same {
			order = append(order, int32(i))
		}
	}
	return order
}

// work is a part's nodes as rows, with those that are new apart.
type work struct {
	all, fresh, changed []int32
	keys, changedKeys   []string
}

// split parts the nodes into new ones and ones that are there.
func (h *hostWrite) split(u *update, d *difference, nodes []int32) (*work, error) {
	w := &work{all: nodes}
	var freshKeys []string
	for _, i := range nodes {
		key := u.s.key(d.keyAt(int(i)))
		w.keys = append(w.keys, key)
		if d.todo[i] == fresh {
			w.fresh, freshKeys = append(w.fresh, i), append(freshKeys, key)
		} else {
			w.changed, w.changedKeys = append(w.changed, i), append(w.changedKeys, key)
		}
	}
	if !h.checkTaken || len(freshKeys) == 0 {
		return w, nil
	}
	// Nodes of another host: they are taken over.
	taken, err := u.present(d.kind, freshKeys)
	if err != nil || len(taken) == 0 {
		return w, err
	}
	still := w.fresh[:0:0]
	for n, i := range w.fresh {
		if taken[freshKeys[n]] {
			w.changed, w.changedKeys = append(w.changed, i), append(w.changedKeys, freshKeys[n])
		} else {
			still = append(still, i)
		}
	}
	w.fresh = still
	return w, nil
}

// rowsOf makes the nodes' rows. settled says whether a node has its last hash already.
func (d *difference) rowsOf(nodes []int32, properties func(i int, line string, hash int64) properties, settled func(i int) bool) ([]any, error) {
	rows := make([]any, len(nodes))
	for n, i := range nodes {
		line, err := d.lineAt(int(i))
		if err != nil {
			return nil, err
		}
		hash := d.hashes[i]
		if !settled(int(i)) {
			hash = 0
		}
		rows[n] = map[string]any(properties(int(i), string(line), hash))
	}
	return rows, nil
}

func always(int) bool { return true }

// writeNodes adds and changes the nodes of a part, and drops the relationships
// that the changed ones own.
func (h *hostWrite) writeNodes(u *update, d *difference, w *work, properties func(i int, line string, hash int64) properties, settled func(i int) bool, unlink ...string) error {
	for _, name := range unlink {
		if len(w.changedKeys) > 0 {
			if err := u.run(name, map[string]any{"keys": w.changedKeys}); err != nil {
				return err
			}
		}
	}
	rows, err := d.rowsOf(w.fresh, properties, settled)
	if err != nil {
		return err
	}
	if err := u.runRows("write_add_"+d.kind, rows); err != nil {
		return err
	}
	if rows, err = d.rowsOf(w.changed, properties, settled); err != nil {
		return err
	}
	return u.runRows("write_set_"+d.kind, rows)
}

// sequence tells which nodes are there when a part is written.
type sequence struct {
	d     *difference
	place []int32 // of each node in the order of writing; 0: not written
}

func newSequence(d *difference, order []int32) *sequence {
	s := &sequence{d: d, place: make([]int32, d.n)}
	for n, i := range order {
		s.place[i] = int32(n) + 1
	}
	return s
}

// there says whether a node is in the store once the nodes up to a place are.
func (s *sequence) there(node int, upTo int32) bool {
	return s.d.todo[node] != fresh || s.place[node] <= upTo
}

func (h *hostWrite) sessionChunks(yield func(c chunk) bool) bool {
	d := h.sessions
	order := d.inOrder()
	seq := newSequence(d, order)
	linked := func(i int) int { return answer.FindKey(d.n, d.keyAt, h.nodes.Sessions[i].Linked) }
	var late []int32
	for _, nodes := range d.parts(order) {
		upTo := seq.place[nodes[len(nodes)-1]]
		settled := func(i int) bool { o := linked(i); return o < 0 || seq.there(o, upTo) }
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
			if err := h.noteAddresses(u, d.kind, w.changedKeys); err != nil {
				return err
			}
			if err := h.writeNodes(u, d, w, h.sessionProperties, settled, "write_unlink_sessions"); err != nil {
				return err
			}
			if err := u.run("write_link_sessions", map[string]any{"keys": w.keys}); err != nil {
				return err
			}
			if err := h.linkAddresses(u, d, nodes, func(i int) string { return h.nodes.Sessions[i].SourceIP }); err != nil {
				return err
			}
			return u.runRows("write_linked_sessions", h.linkedRows(nodes, linked, settled))
		})
		if !ok {
			return false
		}
	}
	for list := range slices.Chunk(late, limits.rows) {
		ok := yield(func(u *update) error {
			if err := u.runRows("write_linked_sessions", h.linkedRows(list, linked, always)); err != nil {
				return err
			}
			return u.runRows("write_settle_sessions", d.settleRows(u.s, list))
		})
		if !ok {
			return false
		}
	}
	return true
}

func (h *hostWrite) linkedRows(nodes []int32, linked func(i int) int, settled func(i int) bool) (rows []any) {
	for _, i := range nodes {
		if o := linked(int(i)); o >= 0 && settled(int(i)) {
			rows = append(rows, []any{h.w.store.key(h.sessions.keyAt(int(i))), h.w.store.key(h.sessions.keyAt(o))})
		}
	}
	return rows
}

// settleRows give nodes their last hash.
func (d *difference) settleRows(s *Store, nodes []int32) []any {
	rows := make([]any, len(nodes))
	for n, i := range nodes {
		rows[n] = []any{s.key(d.keyAt(int(i))), d.hashes[i]}
	}
	return rows
}

func (h *hostWrite) attemptChunks(yield func(c chunk) bool) bool {
	d := h.attempts
	for _, nodes := range d.parts(d.inOrder()) {
		ok := yield(func(u *update) error {
			w, err := h.split(u, d, nodes)
			if err != nil {
				return err
			}
			if err := h.noteAddresses(u, d.kind, w.changedKeys); err != nil {
				return err
			}
			if err := h.writeNodes(u, d, w, h.attemptProperties, always, "write_unlink_attempts"); err != nil {
				return err
			}
			if err := u.run("write_link_attempts", map[string]any{"keys": w.keys}); err != nil {
				return err
			}
			return h.linkAddresses(u, d, nodes, func(i int) string { return h.nodes.Attempts[i].SourceIP })
		})
		if !ok {
			return false
		}
	}
	return true
}

func (h *hostWrite) warningChunks(yield func(c chunk) bool) bool {
	return warningChunks(h, h.warnings, func(i int, line string, hash int64) properties {
		return h.w.store.warningProperties(&h.nodes.Warnings[i], h.hostKey, line, hash)
	}, yield)
}

func warningChunks(h *hostWrite, d *difference, properties func(i int, line string, hash int64) properties, yield func(c chunk) bool) bool {
	for _, nodes := range d.parts(d.inOrder()) {
		ok := yield(func(u *update) error {
			w, err := h.split(u, d, nodes)
			if err != nil {
				return err
			}
			return h.writeNodes(u, d, w, properties, always)
		})
		if !ok {
			return false
		}
	}
	return true
}

// dropChunk is the number of nodes removed at once: each takes its relationships along.
const dropChunk = 500

// dropChunks removes what is gone. A process that has many relationships, to its
// children as a rule, loses them first, so that no transaction deletes many.
func (h *hostWrite) dropChunks(yield func(c chunk) bool) bool {
	for _, d := range []*difference{h.warnings, h.attempts, h.processes, h.sessions} {
		for to := len(d.gone); to > 0; to -= dropChunk {
			keys := d.gone[max(0, to-dropChunk):to]
			if d == h.processes && !cutCrowded(keys, yield) {
				return false
			}
			ok := yield(func(u *update) error {
				if err := h.noteAddresses(u, d.kind, keys); err != nil {
					return err
				}
				return u.run("write_drop_"+d.kind, map[string]any{"keys": keys})
			})
			if !ok {
				return false
			}
		}
	}
	return true
}

// cutCrowded deletes the relationships of those of the processes that have many.
func cutCrowded(keys []string, yield func(c chunk) bool) bool {
	var crowded []string
	ok := yield(func(u *update) error {
		crowded = nil
		return u.each("write_crowded_gone", map[string]any{"keys": keys, "most": int64(limits.rows)}, func(r row) error {
			crowded = append(crowded, r.text(0))
			return nil
		})
	})
	for _, key := range crowded {
		ok = ok && cutOff("processes", key, yield)
	}
	return ok
}

// noteAddresses remembers the addresses of nodes that are about to lose theirs.
func (h *hostWrite) noteAddresses(u *update, kind string, keys []string) error {
	if len(keys) == 0 || (kind != "sessions" && kind != "attempts") {
		return nil
	}
	return u.each("write_addresses_of_"+kind, map[string]any{"keys": keys}, func(r row) error {
		h.addresses[r.text(0)] = true
		return nil
	})
}

// linkAddresses makes the addresses of nodes and points to them.
func (h *hostWrite) linkAddresses(u *update, d *difference, nodes []int32, address func(i int) string) error {
	var rows, links []any
	seen := map[string]bool{}
	for _, i := range nodes {
		ip := address(int(i))
		if ip == "" {
			continue
		}
		key := u.s.key(ip)
		if !seen[key] {
			seen[key] = true
			rows = append(rows, []any{key, ip})
		}
		links = append(links, []any{u.s.key(d.keyAt(int(i))), key})
	}
	if err := u.runRows("write_addresses", rows); err != nil {
		return err
	}
	one := "session"
	if d.kind == "attempts" {
		one = "attempt"
	}
	return u.runRows("write_"+one+"_addresses", links)
}

// dropAddresses removes those of the addresses that nothing comes from any more.
func (h *hostWrite) dropAddresses(u *update) error {
	keys := make([]string, 0, len(h.addresses))
	for key := range h.addresses {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for list := range slices.Chunk(keys, limits.rows) {
		if err := u.run("write_drop_unused_addresses", map[string]any{"keys": list}); err != nil {
			return err
		}
	}
	return nil
}
