package lineage

import (
	"context"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// PathOptions bound the search for a path. A member that is 0 takes its default.
type PathOptions struct {
	// Steps is the longest path, 24.
	Steps int
	// Asked is the number of nodes whose neighbours are asked for at the most, 600.
	Asked int
	// Breadth is the number of neighbours of one relation that are followed, 200.
	Breadth int
	// Users lets paths lead through users: "the same account" joins much.
	Users bool
}

func (o PathOptions) withDefaults() PathOptions {
	for _, d := range []struct {
		value    *int
		standard int
	}{{&o.Steps, 24}, {&o.Asked, 600}, {&o.Breadth, 200}} {
		if *d.value <= 0 {
			*d.value = d.standard
		}
	}
	return o
}

// PathLink is one step of a path, in the direction of its relation.
type PathLink struct {
	From       string     `json:"from"`
	To         string     `json:"to"`
	Relation   Relation   `json:"relation"`
	Confidence Confidence `json:"confidence,omitempty"`
}

// Connection is the shortest connection found between two nodes.
type Connection struct {
	Found bool `json:"found"`
	// Nodes lead from the one to the other; Links[i] joins Nodes[i] and Nodes[i+1].
	Nodes []Item     `json:"nodes"`
	Links []PathLink `json:"links"`
	// Asked is the number of nodes whose neighbours were looked at.
	Asked int `json:"asked"`
	// GaveUp says in plain words why a search without result proves nothing; empty when it does.
	GaveUp string `json:"gave_up,omitempty"`
}

// Path finds the shortest connection between two nodes: over parents and children,
// sessions, explicit credentials and moves between hosts. Hosts, addresses and
// (unless asked for) users are only ends of a path, for they join everything.
func Path(ctx context.Context, r graph.Reader, from, to Ref, o PathOptions) (*Connection, error) {
	o = o.withDefaults()
	s := &pathSearch{w: &walker{ctx: ctx, r: r, limit: o.Breadth}, o: o, ends: map[string]bool{from.ID(): true, to.ID(): true}, known: map[string][]Group{}}
	// "Both ran in that session" says little: it counts only where nothing better joins them.
	c, err := s.search(from, to)
	if err == nil && !c.Found && c.GaveUp == "" {
		s.loose = true
		return s.search(from, to)
	}
	return c, err
}

func (s *pathSearch) search(from, to Ref) (*Connection, error) {
	o := s.o
	s.cut = ""
	for i, ref := range []Ref{from, to} {
		item, err := s.w.item(ref)
		if err != nil {
			return nil, fmt.Errorf("end %d of the path: %w", i+1, err)
		}
		s.side[i] = side{came: map[string]step{item.ID: {item: item}}, edge: []string{item.ID}}
	}
	if from == to {
		return s.result(from.ID()), nil
	}
	for steps := 0; len(s.side[0].edge) > 0 && len(s.side[1].edge) > 0; steps++ {
		if steps >= o.Steps {
			s.cut = fmt.Sprintf("no connection of at most %d steps was found", o.Steps)
			break
		}
		at := 0
		if len(s.side[1].edge) < len(s.side[0].edge) {
			at = 1
		}
		met, err := s.widen(at)
		if err != nil {
			return nil, err
		}
		if met != "" {
			return s.result(met), nil
		}
		if s.asked >= o.Asked {
			s.cut = fmt.Sprintf("the search ended after looking at the neighbours of %d nodes", s.asked)
			break
		}
	}
	return &Connection{Nodes: []Item{}, Links: []PathLink{}, Asked: s.asked, GaveUp: s.cut}, nil
}

// step is how a side came to a node.
type step struct {
	item Item
	from string // the node before on this side; empty for the end itself
	link PathLink
}

type side struct {
	came map[string]step
	edge []string // the nodes found last
}

type pathSearch struct {
	w     *walker
	o     PathOptions
	ends  map[string]bool
	loose bool // processes of one session are joined by it
	side  [2]side
	asked int
	cut   string
	known map[string][]Group // what around found, by node
}

// widen takes one step on a side. It returns the first node where the sides meet.
func (s *pathSearch) widen(at int) (met string, err error) {
	one, other := &s.side[at], &s.side[1-at]
	edge := one.edge
	one.edge = nil
	for _, id := range edge {
		item := one.came[id].item
		if !s.passable(item) {
			continue
		}
		by := one.came[id].link.Relation
		if s.asked >= s.o.Asked {
			return "", nil
		}
		s.asked++
		groups, err := s.around(item)
		if err != nil {
			return "", err
		}
		for _, g := range groups {
			if s.joins(item, by, g.Relation) {
				continue
			}
			if g.Total > len(g.Items) && s.cut == "" {
				s.cut = fmt.Sprintf("a node has more neighbours than the %d that were followed", s.o.Breadth)
			}
			for _, next := range g.Items {
				if _, known := one.came[next.ID]; known {
					continue
				}
				link := PathLink{From: id, To: next.ID, Relation: g.Relation, Confidence: g.Confidence}
				if !g.Out {
					link.From, link.To = link.To, link.From
				}
				one.came[next.ID] = step{next, id, link}
				one.edge = append(one.edge, next.ID)
				if there, found := other.came[next.ID]; found && s.passable(next) && !s.joins(next, g.Relation, there.link.Relation) {
					return next.ID, nil
				}
			}
		}
	}
	return "", nil
}

// joins says whether going in and out of a node by these relations only says that
// two processes ran in one session.
func (s *pathSearch) joins(i Item, in, out Relation) bool {
	return !s.loose && !s.ends[i.ID] && i.Kind == graph.KindSession && in == RelIn && out == RelIn
}

// passable says whether a path may lead through a node.
func (s *pathSearch) passable(i Item) bool {
	switch i.Kind {
	case graph.KindProcess:
		return true
	case graph.KindSession:
		// Everything that the system does runs in a built-in session: it joins nothing.
		return !i.Session.BuiltIn || s.ends[i.ID]
	case graph.KindUser:
		return s.o.Users || s.ends[i.ID]
	}
	return s.ends[i.ID]
}

// around are the neighbours and, of a session, the moves between hosts.
// A second, loose search asks for the same.
func (s *pathSearch) around(i Item) ([]Group, error) {
	if known, ok := s.known[i.ID]; ok {
		return known, nil
	}
	groups, err := s.lookAround(i)
	if err == nil {
		s.known[i.ID] = groups
	}
	return groups, err
}

func (s *pathSearch) lookAround(i Item) ([]Group, error) {
	groups, err := s.w.groups(i)
	if err != nil || i.Kind != graph.KindSession {
		return groups, err
	}
	for _, move := range []func(*graph.SessionRow) (Group, error){s.w.movedFrom, s.w.movedTo} {
		g, err := move(i.Session)
		if err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

// movedFrom are the sessions of the same user on the source host that were open when this one began.
func (w *walker) movedFrom(s *graph.SessionRow) (Group, error) {
	g := Group{Relation: RelMoved, Out: true, Confidence: Possible}
	start := s.Begun()
	if s.SourceHost == "" || s.SourceHost == s.Host || s.User == "" || !start.Known() {
		return g, nil
	}
	list, err := w.r.Sessions(w.ctx, graph.SessionFilter{Host: s.SourceHost, User: s.User, To: start}, graph.Page{Limit: graph.MaxPage})
	list.Items = slices.DeleteFunc(list.Items, func(o graph.SessionRow) bool { return o.End.Before(start) })
	g.Items, g.Total = sessionItems(list.Items), len(list.Items)
	return g, err
}

// movedTo are the sessions of the same user that came from this host while this one was open.
func (w *walker) movedTo(s *graph.SessionRow) (Group, error) {
	g := Group{Relation: RelMoved, Confidence: Possible}
	start := s.Begun()
	if s.User == "" || !start.Known() || s.BuiltIn {
		return g, nil
	}
	list, err := w.r.Sessions(w.ctx, graph.SessionFilter{SourceHost: s.Host, User: s.User, From: start, To: s.End}, graph.Page{Limit: w.page().Size()})
	list.Items = slices.DeleteFunc(list.Items, func(o graph.SessionRow) bool { return o.Begun().Before(start) || o.Host == s.Host })
	g.Items, g.Total = sessionItems(list.Items), len(list.Items)
	return g, err
}

// result joins the two sides at a node.
func (s *pathSearch) result(met string) *Connection {
	c := &Connection{Found: true, Nodes: []Item{}, Links: []PathLink{}, Asked: s.asked}
	for id := met; ; {
		st := s.side[0].came[id]
		c.Nodes = append(c.Nodes, st.item)
		if st.from == "" {
			break
		}
		c.Links = append(c.Links, st.link)
		id = st.from
	}
	slices.Reverse(c.Nodes)
	slices.Reverse(c.Links)
	for id := met; ; {
		st := s.side[1].came[id]
		if st.from == "" {
			break
		}
		id = st.from
		c.Nodes = append(c.Nodes, s.side[1].came[id].item)
		c.Links = append(c.Links, st.link)
	}
	return c
}
