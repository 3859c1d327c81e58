package neo4jstore

import (
	"encoding/json"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// finish is what comes after the nodes: standouts, numbers, the host's own node
// and the marks of its computers.
type finish struct {
	h         *hostWrite
	state     string // "" removes the host's own node
	computers []string
	standouts []graph.Standout // sorted
	hash      int64            // of the standouts, 0 for none
	// restand: the standouts differ from those stored.
	restand bool
	// changed: something beside the nodes differs.
	changed bool
	before  int64 // number of standouts stored
	known   bool  // the host's own node is there
}

func (h *hostWrite) newFinish(state string, computers []string) (*finish, error) {
	f := &finish{h: h, state: state, computers: answer.Computers(computers), standouts: answer.SortStandouts(h.nodes.Standouts)}
	if len(f.standouts) > 0 {
		all, err := json.Marshal(f.standouts)
		if err != nil {
			return nil, err
		}
		f.hash = fingerprint(all, nil)
	}
	return f, nil
}

// read finds out what is stored of it, in a transaction that may be repeated.
func (f *finish) read(r reader) error {
	var stored string
	var hash int64
	f.known, f.before = false, 0
	err := r.each("write_host_graph", map[string]any{"key": f.h.hostKey}, func(r row) error {
		f.known, stored, hash, f.before = true, r.text(0), r.int(1), r.int(2)
		return nil
	})
	f.restand = hash != f.hash
	f.changed = f.restand || stored != f.state
	return err
}

// standoutRows is the number of standouts to be written or removed.
func (f *finish) standoutRows() int {
	if !f.restand {
		return 0
	}
	return len(f.standouts) + int(f.before)
}

// all does everything in one transaction.
func (f *finish) all(u *update) error {
	for c := range f.standoutChunks {
		if err := c(u); err != nil {
			return err
		}
	}
	return f.last(u)
}

// standoutChunks replaces the standouts. Until the last stage no hash fits them,
// so that a killed run's are replaced again.
func (f *finish) standoutChunks(yield func(c chunk) bool) {
	if !f.restand {
		return
	}
	key := map[string]any{"key": f.h.hostKey}
	if !yield(func(u *update) error { return u.run("write_unsettle_standouts", key) }) {
		return
	}
	for done := false; !done; {
		drop := func(u *update) error {
			n, err := u.count("write_drop_standouts", map[string]any{"host": f.h.hostKey, "most": int64(limits.rows)})
			done = n < int64(limits.rows)
			return err
		}
		if !yield(drop) {
			return
		}
	}
	for from := 0; from < len(f.standouts); from += limits.rows {
		list := f.standouts[from:min(from+limits.rows, len(f.standouts))]
		add := func(u *update) error {
			rows := make([]any, len(list))
			for i := range list {
				row, err := f.standoutRow(from+i, &list[i])
				if err != nil {
					return err
				}
				rows[i] = row
			}
			return u.runRows("write_add_standouts", rows)
		}
		if !yield(add) {
			return
		}
	}
}

func (f *finish) standoutRow(order int, s *graph.Standout) (map[string]any, error) {
	line, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return properties{"caseName": f.h.w.store.caseName, "hostKey": f.h.hostKey, "urgency": -int64(s.Severity), "sortTime": s.Time.Ticks,
		"order": int64(order), "aboutKey": f.h.w.store.key(s.About), "aboutKind": string(s.AboutKind), "rule": s.Rule, "line": string(line)}, nil
}

// last writes the numbers and the host's own node and takes the marks away.
func (f *finish) last(u *update) error {
	if err := f.h.dropAddresses(u); err != nil {
		return err
	}
	if err := f.setUserNumbers(u); err != nil {
		return err
	}
	if f.state == "" {
		return u.run("write_drop_host_graph", map[string]any{"key": f.h.hostKey})
	}
	if err := u.run("write_set_host_graph", map[string]any{"key": f.h.hostKey, "host": f.h.host, "row": f.row()}); err != nil {
		return err
	}
	return f.untouch(u)
}

// row are the host's numbers.
func (f *finish) row() map[string]any {
	n, g := f.h.numbers, f.h.nodes
	return map[string]any{
		"state": f.state, "standoutHash": f.hash, "processes": n.Processes, "stubs": n.Stubs, "sessions": len(g.Sessions),
		"attempts": len(g.Attempts), "failedLogons": n.FailedLogons, "roots": n.Roots, "standouts": len(g.Standouts), "warnings": len(g.Warnings),
		"processFirst": n.ProcessSpan.First.String(), "processLast": n.ProcessSpan.Last.String(), "first": n.Span.First.String(), "last": n.Span.Last.String(),
	}
}

func (f *finish) untouch(u *update) error {
	if len(f.computers) == 0 {
		return nil
	}
	keys := make([]string, len(f.computers))
	for i, c := range f.computers {
		keys[i] = u.s.key(c)
	}
	return u.run("write_untouch_computers", map[string]any{"keys": keys})
}

// setUserNumbers replaces the numbers of the users on this host: small nodes, as
// many as users were seen there.
func (f *finish) setUserNumbers(u *update) error {
	for f.known { // they come in one transaction with the host's own node
		n, err := u.count("write_drop_user_numbers", map[string]any{"host": f.h.hostKey, "most": int64(limits.rows)})
		if err != nil {
			return err
		}
		if n < int64(limits.rows) {
			break
		}
	}
	users := make([]string, 0, len(f.h.numbers.Users))
	for key := range f.h.numbers.Users {
		users = append(users, key)
	}
	slices.Sort(users)
	for part := range slices.Chunk(users, limits.rows) {
		rows := make([]any, len(part))
		for i, user := range part {
			n := f.h.numbers.Users[user]
			rows[i] = map[string]any{"key": u.s.key(user + "\x00" + f.h.host), "caseName": u.s.caseName, "userKey": u.s.key(user),
				"hostKey": f.h.hostKey, "processes": n.Processes, "sessions": n.Sessions}
		}
		if err := u.runRows("write_add_user_numbers", rows); err != nil {
			return err
		}
	}
	return nil
}
