package graphexport

import "github.com/procgraph/procgraph/graph"

// kindAddress is the kind of the nodes that stand for source addresses.
const kindAddress graph.Kind = "address"

// edge is one relationship of the graph, with at most one property.
type edge struct {
	typ              string
	fromKind, toKind graph.Kind
	from, to         string // keys
	property, value  string
}

// edgesOf lists the relationships that a node states, as the README names
// them; those whose other end is not known are left out.
func edgesOf(n graph.Node) []edge {
	var list []edge
	add := func(typ string, toKind graph.Kind, to string) {
		if to != "" {
			list = append(list, edge{typ: typ, fromKind: n.NodeKind(), from: n.NodeKey(), toKind: toKind, to: to})
		}
	}
	switch x := n.(type) {
	case *graph.LogonSession:
		add("ON_HOST", graph.KindHost, x.Host)
		add("OF_USER", graph.KindUser, x.User)
		add("FROM_HOST", graph.KindHost, x.SourceHost)
		add("FROM_ADDRESS", kindAddress, x.SourceIP)
		add("LINKED_TO", graph.KindSession, x.Linked)
	case *graph.Process:
		add("RAN_ON", graph.KindHost, x.Host)
		add("RAN_AS", graph.KindUser, x.User)
		add("IN_SESSION", graph.KindSession, x.Session)
		if x.Parent != "" {
			list = append(list, edge{"SPAWNED", graph.KindProcess, graph.KindProcess, x.Parent, x.Key, "via", x.ParentVia})
		}
		for _, c := range x.ParentClaims {
			list = append(list, edge{"CLAIMED_PARENT", graph.KindProcess, graph.KindProcess, x.Key, c.Parent, "source", c.Source})
		}
	case *graph.LogonAttempt:
		add("ON_HOST", graph.KindHost, x.Host)
		add("BY_USER", graph.KindUser, x.User)
		add("TARGET_USER", graph.KindUser, x.TargetUser)
		add("FROM_ADDRESS", kindAddress, x.SourceIP)
	}
	return list
}
