package lineage

import (
	"context"

	"github.com/procgraph/procgraph/graph"
)

// Role says why a node is part of a lineage.
type Role string

// The roles.
const (
	RoleFocus       Role = "focus"
	RoleAncestor    Role = "ancestor"    // above the focus, on its host
	RoleDescendant  Role = "descendant"  // below the focus, on its host
	RoleOrigin      Role = "origin"      // where it came from through a logon
	RoleConsequence Role = "consequence" // what it led to through a logon
)

// Confidence says how sure a link is.
type Confidence string

// The confidences. GUID, PIDTime, Stub and Claimed are of a parent and its child.
const (
	GUID          Confidence = "guid"     // the child's record names the parent's GUID
	PIDTime       Confidence = "pid-time" // the parent's PID was its own at that time
	Stub          Confidence = "stub"     // likewise, but the parent's own start was not seen
	Claimed       Confidence = "claimed"  // one source names this parent, another names another
	SessionProven Confidence = "session-proven"
	Possible      Confidence = "possible"
)

// LinkKind says what a link stands for.
type LinkKind string

// The kinds of links.
const (
	Spawned LinkKind = "spawned" // process to its child
	RanIn   LinkKind = "ran-in"  // session to a process that ran in it
	Logon   LinkKind = "logon"   // process to a session that it opened, or may have
)

// Options bound a lineage. A member that is 0 takes its default.
type Options struct {
	Up         int // ancestors of a process at the most, 100
	Down       int // generations of descendants, 4; negative: none
	Breadth    int // children of one process at the most, 12
	Hops       int // moves between hosts in either direction, 4; negative: none
	Links      int // sessions that one set of processes led to at the most, 25
	Candidates int // possible origins shown for one session at the most, 5
	Nodes      int // nodes at the most, 400
}

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value    *int
		standard int
	}{{&o.Up, 100}, {&o.Down, 4}, {&o.Breadth, 12}, {&o.Hops, 4}, {&o.Links, 25}, {&o.Candidates, 5}, {&o.Nodes, 400}} {
		if *d.value == 0 {
			*d.value = d.standard
		}
		*d.value = max(*d.value, 0)
	}
	return o
}

// Node is a process or a logon session of a lineage.
type Node struct {
	ID   string     `json:"id"`        // kind and key, joined by "~"
	Kind graph.Kind `json:"node_kind"` // process or session
	Key  string     `json:"key"`
	Role Role       `json:"role"`
	// Hop counts the moves between hosts from the focus; negative towards the origin.
	Hop     int               `json:"hop"`
	Process *graph.ProcessRow `json:"process,omitempty"`
	Session *graph.SessionRow `json:"session,omitempty"`
	// HiddenChildren is the number of children that bounds left out.
	HiddenChildren int `json:"hidden_children,omitempty"`
	// HiddenCandidates is the number of possible origins of a session that are not shown.
	HiddenCandidates int `json:"hidden_candidates,omitempty"`
	// MoreAbove says that the chain of ancestors goes on above.
	MoreAbove bool `json:"more_above,omitempty"`
}

// Link leads from cause to effect.
type Link struct {
	From       string     `json:"from"` // node ids
	To         string     `json:"to"`
	Kind       LinkKind   `json:"kind"`
	Confidence Confidence `json:"confidence"`
	// ElapsedMS is the time from the start of From to the start of To, in
	// milliseconds; absent where one of them is not known.
	ElapsedMS *int64 `json:"elapsed_ms,omitempty"`
	// WholeSeconds says that one of the two starts was recorded in whole seconds:
	// the time between them is no finer.
	WholeSeconds bool `json:"whole_seconds,omitempty"`
	// Approximate says that one of the starts is the second of a GUID.
	Approximate bool `json:"approximate,omitempty"`
	// Why names what proves the link or makes it possible. It holds text from the logs.
	Why string `json:"why,omitempty"`
	// Attempt is the key of the 4648 that proves it.
	Attempt string `json:"attempt,omitempty"`
	// More counts further sessions like this one that are not shown.
	More int `json:"more,omitempty"`
}

// Lineage is one picture: causes before effects, each node once.
type Lineage struct {
	Focus string `json:"focus"` // node id
	Nodes []Node `json:"nodes"`
	Links []Link `json:"links"`
	// Notes say in plain words what bounds left out.
	Notes []string `json:"notes"`
}

// Of returns the lineage of the process with this key. Unknown keys give
// graph.ErrNotFound. The page's time filter has no part in it.
func Of(ctx context.Context, r graph.Reader, key string, o Options) (*Lineage, error) {
	focus, err := r.Process(ctx, key)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, r: r, o: o.withDefaults(), at: map[string]int{}, linked: map[string]bool{}}
	b.out = &Lineage{Focus: ID(graph.KindProcess, key), Nodes: []Node{}, Links: []Link{}, Notes: []string{}}
	b.process(focus, RoleFocus, 0)
	chain, err := b.ancestry(focus, RoleAncestor, 0)
	if err != nil {
		return nil, err
	}
	chain = append(chain, focus)
	if err := b.claims(chain, RoleAncestor, 0); err != nil {
		return nil, err
	}
	if err := b.origins(chain, 0); err != nil {
		return nil, err
	}
	below, err := b.descend(focus, RoleDescendant, 0)
	if err != nil {
		return nil, err
	}
	set := append([]graph.ProcessRow{focus}, below...)
	more, err := b.claimed(set, RoleDescendant, 0)
	if err != nil {
		return nil, err
	}
	if err := b.forward(append(set, more...), 0, 0); err != nil {
		return nil, err
	}
	if b.full {
		b.note("The picture holds its most of nodes; what is further away was left out.")
	}
	return b.out, nil
}
