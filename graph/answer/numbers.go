package answer

import "github.com/procgraph/procgraph/graph"

// Numbers are what the summaries say of one host. A store counts them where the
// host's whole graph is at hand, so that no summary reads the graph again.
type Numbers struct {
	Processes, Stubs, Roots int
	FailedLogons            int  // repeats counted
	ProcessSpan, Span       Span // of the processes' starts and ends, and of all nodes
	// Users has everyone that a node of the host names, by key.
	Users map[string]*UserNumbers
}

// UserNumbers count what ran as a user on one host, and the user's sessions there.
type UserNumbers struct{ Processes, Sessions int }

// Count counts a host's graph. Hints and upper bounds are no moments seen.
func Count(nodes *graph.HostGraph) *Numbers {
	n := &Numbers{Users: map[string]*UserNumbers{}}
	keyAt := func(i int) string { return nodes.Processes[i].Key }
	for i := range nodes.Processes {
		p := &nodes.Processes[i]
		if p.Observed {
			n.Processes++
		} else {
			n.Stubs++
		}
		if FindKey(len(nodes.Processes), keyAt, p.Parent) < 0 {
			n.Roots++
		}
		n.ProcessSpan.Add(p.Start, p.End)
		n.user(p.StartedBy)
		n.user(p.User).Processes++
	}
	n.Span = n.ProcessSpan
	for i := range nodes.Sessions {
		s := &nodes.Sessions[i]
		n.Span.Add(s.Start, s.End, s.UserLogoff)
		n.user(s.User).Sessions++
	}
	for i := range nodes.Attempts {
		a := &nodes.Attempts[i]
		n.Span.Add(a.Time)
		n.user(a.User)
		n.user(a.TargetUser)
		if a.EventID == failedLogon {
			n.FailedLogons += max(a.Count, 1)
		}
	}
	// A cleared log is a moment of its own: often the first that a log has.
	for i := range nodes.Warnings {
		n.Span.Add(nodes.Warnings[i].Time)
	}
	delete(n.Users, "")
	return n
}

// failedLogon is the event id of a failed logon.
const failedLogon = 4625

func (n *Numbers) user(key string) *UserNumbers {
	u := n.Users[key]
	if u == nil {
		u = &UserNumbers{}
		n.Users[key] = u
	}
	return u
}
