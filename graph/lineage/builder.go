package lineage

import (
	"context"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// ID is the id of a node: its kind and key.
func ID(k graph.Kind, key string) string { return string(k) + "~" + key }

type builder struct {
	ctx    context.Context
	r      graph.Reader
	o      Options
	out    *Lineage
	at     map[string]int  // node id -> index in out.Nodes
	linked map[string]bool // from, to and kind
	hosts  lookup
	// disputed are the processes whose sources name different parents; nil until asked for.
	disputed []graph.ProcessRow
	asked    bool
	full     bool
}

func (b *builder) note(text string) {
	if !slices.Contains(b.out.Notes, text) {
		b.out.Notes = append(b.out.Notes, text)
	}
}

// add keeps a node once, as it was first added. It reports whether there was room.
func (b *builder) add(n Node) bool {
	if _, known := b.at[n.ID]; known {
		return true
	}
	if len(b.out.Nodes) >= b.o.Nodes {
		b.full = true
		return false
	}
	b.at[n.ID] = len(b.out.Nodes)
	b.out.Nodes = append(b.out.Nodes, n)
	return true
}

func (b *builder) node(id string) *Node { return &b.out.Nodes[b.at[id]] }

func (b *builder) has(id string) bool { _, known := b.at[id]; return known }

func (b *builder) process(p graph.ProcessRow, role Role, hop int) bool {
	return b.add(Node{ID: ID(graph.KindProcess, p.Key), Kind: graph.KindProcess, Key: p.Key, Role: role, Hop: hop, Process: &p})
}

func (b *builder) session(s graph.SessionRow, role Role, hop int) bool {
	return b.add(Node{ID: ID(graph.KindSession, s.Key), Kind: graph.KindSession, Key: s.Key, Role: role, Hop: hop, Session: &s})
}

// link keeps a link once, between nodes that are there.
func (b *builder) link(l Link) {
	name := l.From + "\x00" + l.To + "\x00" + string(l.Kind)
	if b.linked[name] || !b.has(l.From) || !b.has(l.To) {
		return
	}
	b.linked[name] = true
	from, fromHint := b.node(l.From).start()
	to, toHint := b.node(l.To).start()
	if from.Known() && to.Known() {
		ms := to.Sub(from).Milliseconds()
		l.ElapsedMS, l.Approximate = &ms, fromHint || toHint
		l.WholeSeconds = from.Digits == 0 || to.Digits == 0
	}
	b.out.Links = append(b.out.Links, l)
}

// start is when the node began, and whether that is a hint only.
func (n *Node) start() (t graph.Time, hint bool) {
	if n.Process != nil {
		return n.Process.Begun(), !n.Process.Start.Known()
	}
	return n.Session.Begun(), !n.Session.Start.Known()
}

// spawn links a child to its parent.
func (b *builder) spawn(parent, child *graph.ProcessRow) {
	b.link(Link{From: ID(graph.KindProcess, parent.Key), To: ID(graph.KindProcess, child.Key), Kind: Spawned, Confidence: spawnConfidence(parent, child)})
}

func spawnConfidence(parent, child *graph.ProcessRow) Confidence {
	switch {
	case !parent.Observed:
		return Stub
	case len(child.ParentClaims) > 1 && claimsDiffer(child.ParentClaims):
		return Claimed
	case child.ParentVia == "guid":
		return GUID
	}
	return PIDTime
}

func claimsDiffer(claims []graph.ParentClaim) bool {
	return slices.ContainsFunc(claims, func(c graph.ParentClaim) bool { return c.Parent != claims[0].Parent })
}

// ancestry adds the chain above a process, which is a node already, and returns it, root first.
func (b *builder) ancestry(p graph.ProcessRow, role Role, hop int) ([]graph.ProcessRow, error) {
	chain, more, err := b.r.Ancestors(b.ctx, p.Key, b.o.Up)
	if err != nil {
		return nil, err
	}
	// From the process upwards: where there is no more room the nearest are kept.
	below := &p
	for i := len(chain) - 1; i >= 0; i-- {
		if !b.process(chain[i], role, hop) {
			return chain[i+1:], nil
		}
		b.spawn(&chain[i], below)
		below = &chain[i]
	}
	if more {
		b.node(ID(graph.KindProcess, below.Key)).MoreAbove = true
	}
	return chain, nil
}

// descend adds the descendants of a node level by level and returns those added.
func (b *builder) descend(top graph.ProcessRow, role Role, hop int) ([]graph.ProcessRow, error) {
	var all []graph.ProcessRow
	level := []graph.ProcessRow{top}
	for depth := 0; len(level) > 0; depth++ {
		var next []graph.ProcessRow
		for i := range level {
			p := &level[i]
			if p.ChildCount == 0 {
				continue
			}
			if depth >= b.o.Down {
				b.hide(p, 0)
				continue
			}
			kids, _, err := b.r.Children(b.ctx, p.Key, graph.ProcessFilter{}, graph.Page{Limit: b.o.Breadth})
			if err != nil {
				return nil, err
			}
			shown := 0
			for _, k := range kids.Items {
				if !b.process(k, role, hop) {
					break
				}
				shown++
				b.spawn(p, &k)
				next = append(next, k)
			}
			b.hide(p, shown)
		}
		all = append(all, next...)
		level = next
	}
	return all, nil
}

// hide notes the children of p that are not shown.
func (b *builder) hide(p *graph.ProcessRow, shown int) {
	n := b.node(ID(graph.KindProcess, p.Key))
	n.HiddenChildren = max(0, p.ChildCount-shown)
}

// host returns a host of the case by its key; nil when there is none.
func (b *builder) host(key string) (*graph.HostSummary, error) { return b.hosts.host(b.ctx, b.r, key) }

// lookup keeps the hosts of a case, read when the first is asked for. The zero value is ready.
type lookup struct{ hosts map[string]*graph.HostSummary }

// host returns a host by its key; nil when there is none.
func (l *lookup) host(ctx context.Context, r graph.Reader, key string) (*graph.HostSummary, error) {
	if l.hosts == nil {
		var err error
		if l.hosts, err = graph.HostsByKey(ctx, r); err != nil {
			return nil, err
		}
	}
	return l.hosts[key], nil
}
