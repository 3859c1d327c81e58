package neo4jstore

import (
	"context"
	"encoding/binary"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// hostWrite is the writing of one host's graph.
type hostWrite struct {
	w       *writer
	host    string // export key
	hostKey string // database key
	nodes   *graph.HostGraph
	numbers *answer.Numbers

	parent           []int32 // index of each process's parent, -1 for a root
	children         []int32 // number of each process's children
	sessionProcesses []int32 // number of each session's processes
	remarks          map[string]*remark

	hostName  string
	userNames map[string]string // by export key

	sessions, processes, attempts, warnings *difference

	// checkTaken: a key was found with another host's node; from then on every
	// new key is looked up first.
	checkTaken bool
	// addresses that lost a relationship, by database key.
	addresses map[string]bool
}

// remark is what stands about a node: its flags, sorted, and the highest severity.
type remark struct {
	flags    []string
	severity int
}

func (w *writer) newHostWrite(host string, nodes *graph.HostGraph) (*hostWrite, error) {
	h := &hostWrite{w: w, host: host, hostKey: w.store.key(host), nodes: nodes, addresses: map[string]bool{}}
	h.sessions = &difference{kind: "sessions", n: len(nodes.Sessions),
		keyAt:  func(i int) string { return nodes.Sessions[i].Key },
		lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&nodes.Sessions[i]) }}
	h.processes = &difference{kind: "processes", n: len(nodes.Processes),
		keyAt:  func(i int) string { return nodes.Processes[i].Key },
		lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&nodes.Processes[i]) }}
	h.attempts = &difference{kind: "attempts", n: len(nodes.Attempts),
		keyAt:  func(i int) string { return nodes.Attempts[i].Key },
		lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&nodes.Attempts[i]) }}
	h.warnings = &difference{kind: "warnings", n: len(nodes.Warnings),
		keyAt:  func(i int) string { return nodes.Warnings[i].Key },
		lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&nodes.Warnings[i]) }}
	for _, d := range h.all() {
		if err := checkKeys(d.kind, d.n, d.keyAt); err != nil {
			return nil, err
		}
	}
	h.derive()
	return h, h.hash()
}

func (h *hostWrite) all() []*difference {
	return []*difference{h.sessions, h.processes, h.attempts, h.warnings}
}

// derive works out what nodes show of each other.
func (h *hostWrite) derive() {
	h.numbers = answer.Count(h.nodes)
	h.parent, h.children = make([]int32, h.processes.n), make([]int32, h.processes.n)
	h.sessionProcesses = make([]int32, h.sessions.n)
	for i := range h.nodes.Processes {
		n := &h.nodes.Processes[i]
		p := answer.FindKey(h.processes.n, h.processes.keyAt, n.Parent)
		if h.parent[i] = int32(p); p >= 0 {
			h.children[p]++
		}
		if s := answer.FindKey(h.sessions.n, h.sessions.keyAt, n.Session); s >= 0 {
			h.sessionProcesses[s]++
		}
	}
	h.remarks = map[string]*remark{}
	about := func(key string) *remark {
		r := h.remarks[key]
		if r == nil {
			r = &remark{}
			h.remarks[key] = r
		}
		return r
	}
	for i := range h.nodes.Warnings {
		r := about(h.nodes.Warnings[i].About)
		r.flags = append(r.flags, string(h.nodes.Warnings[i].Class))
	}
	for i := range h.nodes.Standouts {
		s := &h.nodes.Standouts[i]
		if s.AboutKind == graph.KindProcess {
			r := about(s.About)
			r.flags, r.severity = append(r.flags, s.Rule), max(r.severity, s.Severity)
		}
	}
	for _, r := range h.remarks {
		slices.Sort(r.flags)
		r.flags = slices.Compact(r.flags)
	}
}

// hash makes the content hashes: each covers the node's line and what its
// properties and relationships owe to other nodes of the host. Names are not in
// it: SetDirectory keeps them right.
func (h *hostWrite) hash() error {
	begin := func(b []byte) []byte { return append(append(b, h.host...), 0) }
	known := func(b []byte, d *difference, key string) []byte {
		if answer.FindKey(d.n, d.keyAt, key) < 0 {
			return append(b, 0)
		}
		return append(b, 1)
	}
	err := h.sessions.hash(func(i int, b []byte) []byte {
		b = binary.AppendVarint(begin(b), int64(h.sessionProcesses[i]))
		return known(b, h.sessions, h.nodes.Sessions[i].Linked)
	})
	if err != nil {
		return err
	}
	err = h.processes.hash(func(i int, b []byte) []byte {
		n := &h.nodes.Processes[i]
		b = binary.AppendVarint(begin(b), int64(h.children[i]))
		b = known(known(b, h.processes, n.Parent), h.sessions, n.Session)
		for _, c := range n.ParentClaims {
			b = known(b, h.processes, c.Parent)
		}
		if r := h.remarks[n.Key]; r != nil {
			b = append(b, byte(r.severity))
			for _, f := range r.flags {
				b = append(append(b, f...), 0)
			}
		}
		return b
	})
	if err != nil {
		return err
	}
	err = h.attempts.hash(func(i int, b []byte) []byte {
		n := &h.nodes.Attempts[i]
		return known(known(begin(b), h.processes, n.Process), h.sessions, n.Session)
	})
	if err != nil {
		return err
	}
	return h.warnings.hash(func(i int, b []byte) []byte { return begin(b) })
}

// read reads what is stored and the names that the nodes show, in one transaction.
func (h *hostWrite) read(ctx context.Context, f *finish) error {
	err := h.w.reading(ctx, "what is stored of "+h.host, func(r reader) error {
		for _, d := range h.all() {
			if err := d.read(r, "write_stored_"+d.kind, map[string]any{"host": h.hostKey}, nil); err != nil {
				return err
			}
		}
		if err := f.read(r); err != nil {
			return err
		}
		return h.readNames(r)
	})
	if err != nil {
		return err
	}
	for _, d := range h.all() {
		d.sum()
	}
	return nil
}

// nameChunk bounds the keys of one query for names.
const nameChunk = 5000

func (h *hostWrite) readNames(r reader) error {
	h.hostName = ""
	err := r.each("write_names_of_hosts", map[string]any{"keys": []string{h.hostKey}}, func(r row) error {
		h.hostName = r.text(1)
		return nil
	})
	if err != nil {
		return err
	}
	byKey := make(map[string]string, len(h.numbers.Users)) // export key by database key
	keys := make([]string, 0, len(h.numbers.Users))
	for user := range h.numbers.Users {
		key := h.w.store.key(user)
		byKey[key] = user
		keys = append(keys, key)
	}
	h.userNames = make(map[string]string, len(keys))
	for part := range slices.Chunk(keys, nameChunk) {
		err := r.each("write_names_of_users", map[string]any{"keys": part}, func(r row) error {
			h.userNames[byKey[r.text(0)]] = r.text(1)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
