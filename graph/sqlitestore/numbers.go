package sqlitestore

import (
	"errors"

	"github.com/procgraph/procgraph/graph"
)

// numbers are what the summaries say of one host. They are counted here, where
// its whole graph is at hand, so that no summary reads the graph again.
type numbers struct {
	processes, stubs, roots int
	failed                  int // failed logons, repeats counted
	process, any            span
	users                   map[string]*userNumbers
}

type userNumbers struct{ processes, sessions int }

// span is the first and the last of some moments.
type span struct{ first, last graph.Time }

func (s *span) add(times ...graph.Time) {
	for _, t := range times {
		if !t.Known() {
			continue
		}
		if !s.first.Known() || t.Before(s.first) || (t.Ticks == s.first.Ticks && t.Digits > s.first.Digits) {
			s.first = t
		}
		if !s.last.Known() || t.After(s.last) || (t.Ticks == s.last.Ticks && t.Digits > s.last.Digits) {
			s.last = t
		}
	}
}

// count counts a host's graph. Hints and upper bounds are no moments seen.
func count(nodes *graph.HostGraph) *numbers {
	n := &numbers{users: map[string]*userNumbers{}}
	keyAt := func(i int) string { return nodes.Processes[i].Key }
	for i := range nodes.Processes {
		p := &nodes.Processes[i]
		if p.Observed {
			n.processes++
		} else {
			n.stubs++
		}
		if find(len(nodes.Processes), keyAt, p.Parent) < 0 {
			n.roots++
		}
		n.process.add(p.Start, p.End)
		n.user(p.StartedBy)
		n.user(p.User).processes++
	}
	n.any = n.process
	for i := range nodes.Sessions {
		s := &nodes.Sessions[i]
		n.any.add(s.Start, s.End, s.UserLogoff)
		n.user(s.User).sessions++
	}
	for i := range nodes.Attempts {
		a := &nodes.Attempts[i]
		n.any.add(a.Time)
		n.user(a.User)
		n.user(a.TargetUser)
		if a.EventID == failedLogon {
			n.failed += max(a.Count, 1)
		}
	}
	delete(n.users, "")
	return n
}

// failedLogon is the event id of a failed logon.
const failedLogon = 4625

func (n *numbers) user(key string) *userNumbers {
	u := n.users[key]
	if u == nil {
		u = &userNumbers{}
		n.users[key] = u
	}
	return u
}

func (u *update) setUserNumbers(host int64, users map[string]*userNumbers) error {
	if err := u.exec("drop-user-numbers", host); err != nil {
		return err
	}
	put, err := newBulk(u, "put-user-numbers")
	if err != nil {
		return err
	}
	for key, n := range users {
		id, err := u.term(key)
		if err == nil {
			err = put.add(id, host, n.processes, n.sessions)
		}
		if err != nil {
			return errors.Join(err, put.abandon())
		}
	}
	return put.close()
}
