package neo4jstore

import (
	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// numbers are what the summaries say of one host. They are counted here, where
// its whole graph is at hand, so that no summary reads the graph again.
type numbers struct {
	processes, stubs, roots int
	failed                  int // failed logons, repeats counted
	process, any            answer.Span
	users                   map[string]*userNumbers
}

type userNumbers struct{ processes, sessions int }

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
		n.process.Add(p.Start, p.End)
		n.user(p.StartedBy)
		n.user(p.User).processes++
	}
	n.any = n.process
	for i := range nodes.Sessions {
		s := &nodes.Sessions[i]
		n.any.Add(s.Start, s.End, s.UserLogoff)
		n.user(s.User).sessions++
	}
	for i := range nodes.Attempts {
		a := &nodes.Attempts[i]
		n.any.Add(a.Time)
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
