package lineage

import (
	"context"
	"errors"
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// Relation names a relationship as in the Neo4j graph; LedTo and MovedFrom are
// this package's own.
type Relation string

// The relations.
const (
	RelSpawned  Relation = "SPAWNED"
	RelClaimed  Relation = "CLAIMED_PARENT"
	RelIn       Relation = "IN_SESSION"
	RelRanAs    Relation = "RAN_AS"
	RelRanOn    Relation = "RAN_ON"
	RelOnHost   Relation = "ON_HOST"
	RelOfUser   Relation = "OF_USER"
	RelFromHost Relation = "FROM_HOST"
	RelFromAddr Relation = "FROM_ADDRESS"
	RelLinked   Relation = "LINKED_TO"
	RelLedTo    Relation = "LED_TO"     // a process to the session that its explicit credentials opened (4648)
	RelMoved    Relation = "MOVED_FROM" // a session to one of its user on the host it came from; possible only
	RelMayCome  Relation = "MAY_COME_FROM"
)

// KindAddress is the kind of a node for an address; its key is the address.
const KindAddress graph.Kind = "address"

// Ref names a node.
type Ref struct {
	Kind graph.Kind `json:"node_kind"`
	Key  string     `json:"key"`
}

// ID is the node's id.
func (r Ref) ID() string { return ID(r.Kind, r.Key) }

// Item is a node with what is known of it: the member of its kind is set.
type Item struct {
	ID string `json:"id"`
	Ref
	Process *graph.ProcessRow  `json:"process,omitempty"`
	Session *graph.SessionRow  `json:"session,omitempty"`
	Host    *graph.HostSummary `json:"host,omitempty"`
	User    *graph.UserSummary `json:"user,omitempty"`
}

// Group are the neighbours of one node by one relation in one direction.
type Group struct {
	Relation Relation `json:"relation"`
	// Out: the relation leads from the node to the items.
	Out        bool       `json:"out"`
	Confidence Confidence `json:"confidence,omitempty"`
	Items      []Item     `json:"items"`
	// Total counts the items without the cap.
	Total int `json:"total"`
	// ByImage counts children by image, most first.
	ByImage []graph.ImageCount `json:"by_image,omitempty"`
}

// Neighbourhood is a node with its neighbours.
type Neighbourhood struct {
	Node   Item    `json:"node"`
	Groups []Group `json:"groups"`
}

// Neighbours returns what stands next to a node, at most limit of each relation.
// Groups and items keep their order, so that a larger limit goes on where a
// smaller one ended. Unknown nodes give graph.ErrNotFound, other kinds graph.ErrInvalid.
func Neighbours(ctx context.Context, r graph.Reader, ref Ref, limit int) (*Neighbourhood, error) {
	w := &walker{ctx: ctx, r: r, limit: limit}
	n := &Neighbourhood{Groups: []Group{}}
	var err error
	if n.Node, err = w.item(ref); err != nil {
		return nil, err
	}
	if n.Groups, err = w.groups(n.Node); err != nil {
		return nil, err
	}
	return n, nil
}

// walker asks for nodes and their neighbours.
type walker struct {
	ctx   context.Context
	r     graph.Reader
	limit int
	hosts lookup
	users map[string]*graph.UserSummary // that were asked for
}

func (w *walker) page() graph.Page { return graph.Page{Limit: w.limit} }

// item reads a node.
func (w *walker) item(ref Ref) (Item, error) {
	i := Item{ID: ref.ID(), Ref: ref}
	switch ref.Kind {
	case graph.KindProcess:
		p, err := w.r.Process(w.ctx, ref.Key)
		i.Process = &p
		return i, err
	case graph.KindSession:
		s, err := w.r.Session(w.ctx, ref.Key)
		i.Session = &s
		return i, err
	case graph.KindHost:
		h, err := w.host(ref.Key)
		if i.Host = h; err == nil && h == nil {
			err = fmt.Errorf("host %q: %w", ref.Key, graph.ErrNotFound)
		}
		return i, err
	case graph.KindUser:
		u, err := w.user(ref.Key)
		i.User = u
		return i, err
	case KindAddress:
		return i, nil
	}
	return i, fmt.Errorf("%w: a node is a process, session, user, host or address, not %q", graph.ErrInvalid, ref.Kind)
}

// host returns a host of the case; nil when there is none.
func (w *walker) host(key string) (*graph.HostSummary, error) { return w.hosts.host(w.ctx, w.r, key) }

// user returns a user of the case, which a walk asks for again and again.
func (w *walker) user(key string) (*graph.UserSummary, error) {
	if u := w.users[key]; u != nil {
		return u, nil
	}
	u, err := w.r.User(w.ctx, key)
	if err != nil {
		return nil, err
	}
	if w.users == nil {
		w.users = map[string]*graph.UserSummary{}
	}
	w.users[key] = &u
	return &u, nil
}

// collect gathers the groups of one node; an error ends it.
type collect struct {
	w      *walker
	groups []Group
	err    error
}

// one adds a group of a single node, when it is known.
func (c *collect) one(rel Relation, out bool, kind graph.Kind, key string, sure Confidence) {
	if c.err != nil || key == "" {
		return
	}
	i, err := c.w.item(Ref{kind, key})
	if errors.Is(err, graph.ErrNotFound) {
		return
	}
	if err != nil {
		c.err = err
		return
	}
	c.groups = append(c.groups, Group{Relation: rel, Out: out, Confidence: sure, Items: []Item{i}, Total: 1})
}

// many adds a group, when it has items.
func (c *collect) many(g Group, err error) {
	if c.err = errors.Join(c.err, err); c.err == nil && g.Total > 0 {
		c.groups = append(c.groups, g)
	}
}

func (w *walker) groups(i Item) ([]Group, error) {
	c := &collect{w: w, groups: []Group{}}
	switch i.Kind {
	case graph.KindProcess:
		c.process(i.Process)
	case graph.KindSession:
		c.session(i.Session)
	case graph.KindHost:
		c.host(i.Key)
	case graph.KindUser:
		c.many(w.sessions(Group{Relation: RelOfUser}, graph.SessionFilter{User: i.Key}))
		c.userHosts(i.Key)
	case KindAddress:
		c.many(w.sessions(Group{Relation: RelFromAddr}, graph.SessionFilter{SourceIP: i.Key}))
	}
	return c.groups, c.err
}

func (c *collect) process(p *graph.ProcessRow) {
	if p.Parent != "" {
		c.one(RelSpawned, false, graph.KindProcess, p.Parent, "")
		if n := len(c.groups) - 1; c.err == nil && n >= 0 {
			c.groups[n].Confidence = spawnConfidence(c.groups[n].Items[0].Process, p)
		}
	}
	for _, claim := range p.ParentClaims {
		if claim.Parent != p.Parent {
			c.one(RelClaimed, true, graph.KindProcess, claim.Parent, Claimed)
		}
	}
	if p.ChildCount > 0 {
		c.many(c.w.children(p))
	}
	c.one(RelIn, true, graph.KindSession, p.Session, SessionProven)
	c.one(RelRanAs, true, graph.KindUser, p.User, "")
	c.one(RelRanOn, true, graph.KindHost, p.Host, "")
	for _, key := range p.RemoteOriginMaybe {
		c.one(RelMayCome, true, graph.KindSession, key, Possible)
	}
	c.many(c.w.ledTo(p))
}

func (c *collect) session(s *graph.SessionRow) {
	if s.ProcessCount > 0 {
		c.many(c.w.inSession(s))
	}
	c.one(RelOnHost, true, graph.KindHost, s.Host, "")
	c.one(RelOfUser, true, graph.KindUser, s.User, "")
	c.one(RelFromHost, true, graph.KindHost, s.SourceHost, SessionProven)
	if !s.SourceLocal {
		c.one(RelFromAddr, true, KindAddress, s.SourceIP, "")
	}
	c.one(RelLinked, true, graph.KindSession, s.Linked, "")
	c.many(c.w.openedBy(s))
}

func (c *collect) host(key string) {
	roots, err := c.w.r.Roots(c.w.ctx, graph.ProcessFilter{Host: key}, c.w.page())
	g := Group{Relation: RelRanOn, Items: processItems(roots.Items)}
	// Roots counts what matches wherever it stands; the roots themselves are the host's number.
	h, hostErr := c.w.host(key)
	if h != nil {
		g.Total = max(h.RootCount, len(g.Items))
	}
	c.many(g, errors.Join(err, hostErr))
	c.many(c.w.sessions(Group{Relation: RelOnHost}, graph.SessionFilter{Host: key}))
	c.many(c.w.sessions(Group{Relation: RelFromHost, Confidence: SessionProven}, graph.SessionFilter{SourceHost: key}))
}

// userHosts adds the hosts of a user's first sessions.
func (c *collect) userHosts(key string) {
	list, err := c.w.r.Sessions(c.w.ctx, graph.SessionFilter{User: key}, graph.Page{Limit: graph.MaxPage})
	if c.err = errors.Join(c.err, err); c.err != nil {
		return
	}
	seen := map[string]bool{}
	g := Group{Relation: RelRanOn, Out: true, Items: []Item{}}
	for i := range list.Items {
		h, err := c.w.host(list.Items[i].Host)
		if err != nil {
			c.err = err
			return
		}
		if h == nil || seen[h.Key] {
			continue
		}
		seen[h.Key] = true
		if g.Total++; len(g.Items) < c.w.page().Size() {
			ref := Ref{graph.KindHost, h.Key}
			g.Items = append(g.Items, Item{ID: ref.ID(), Ref: ref, Host: h})
		}
	}
	c.many(g, nil)
}

func processItems(rows []graph.ProcessRow) []Item {
	items := make([]Item, 0, len(rows))
	for i := range rows {
		ref := Ref{graph.KindProcess, rows[i].Key}
		items = append(items, Item{ID: ref.ID(), Ref: ref, Process: &rows[i]})
	}
	return items
}

func sessionItems(rows []graph.SessionRow) []Item {
	items := make([]Item, 0, len(rows))
	for i := range rows {
		ref := Ref{graph.KindSession, rows[i].Key}
		items = append(items, Item{ID: ref.ID(), Ref: ref, Session: &rows[i]})
	}
	return items
}

func (w *walker) children(p *graph.ProcessRow) (Group, error) {
	list, images, err := w.r.Children(w.ctx, p.Key, graph.ProcessFilter{}, w.page())
	return Group{Relation: RelSpawned, Out: true, Items: processItems(list.Items), Total: list.Total, ByImage: images}, err
}

// sessions fills a group that leads from sessions to the node.
func (w *walker) sessions(g Group, f graph.SessionFilter) (Group, error) {
	list, err := w.r.Sessions(w.ctx, f, w.page())
	g.Items, g.Total = sessionItems(list.Items), list.Total
	return g, err
}

// inSession are the processes of a session, in the order of the tree.
func (w *walker) inSession(s *graph.SessionRow) (Group, error) {
	sub, err := w.r.Subtree(w.ctx, "", graph.ProcessFilter{Host: s.Host, Session: s.Key}, 1000, scanned)
	g := Group{Relation: RelIn, Confidence: SessionProven, Items: []Item{}, Total: s.ProcessCount}
	for _, item := range processItems(sub.Rows) {
		if item.Process.Match && len(g.Items) < w.page().Size() {
			g.Items = append(g.Items, item)
		}
	}
	return g, err
}

// ledTo are the sessions that a process's explicit credentials opened.
func (w *walker) ledTo(p *graph.ProcessRow) (Group, error) {
	g := Group{Relation: RelLedTo, Out: true, Confidence: SessionProven, Items: []Item{}}
	attempts, err := w.r.Attempts(w.ctx, graph.AttemptFilter{Process: p.Key, EventID: 4648}, graph.Page{Limit: w.page().Size()})
	if err != nil {
		return g, err
	}
	seen := map[string]bool{}
	for i := range attempts.Items {
		a := &attempts.Items[i]
		if a.TargetUser == "" {
			continue
		}
		list, err := w.r.Sessions(w.ctx, graph.SessionFilter{User: a.TargetUser, From: a.Time.Add(-clockSlack), To: a.Time.Add(credentialSpan)}, graph.Page{Limit: graph.MaxPage})
		if err != nil {
			return g, err
		}
		for _, s := range list.Items {
			if seen[s.Key] || !opens(a, &s) || !cameFrom(&s, a.Host) {
				continue
			}
			seen[s.Key] = true
			g.Items = append(g.Items, sessionItems([]graph.SessionRow{s})...)
		}
	}
	g.Total = len(g.Items)
	return g, nil
}

// cameFrom says whether the session is proven to come from the host, or is of the host itself.
func cameFrom(s *graph.SessionRow, host string) bool {
	return s.SourceHost == host || s.Host == host && (s.SourceLocal || s.SourceIP == "")
}

// openedBy are the processes whose explicit credentials opened the session.
func (w *walker) openedBy(s *graph.SessionRow) (Group, error) {
	g := Group{Relation: RelLedTo, Confidence: SessionProven, Items: []Item{}}
	source := s.SourceHost
	if source == "" && (s.SourceLocal || s.SourceIP == "") {
		source = s.Host
	}
	if source == "" {
		return g, nil
	}
	found, err := uses(w.ctx, w.r, source, s)
	if err != nil {
		return g, err
	}
	if !oneProcess(found) {
		g.Confidence = Possible
	}
	seen := map[string]bool{}
	for i := range found {
		if seen[found[i].Process] {
			continue
		}
		seen[found[i].Process] = true
		item, err := w.item(Ref{graph.KindProcess, found[i].Process})
		if errors.Is(err, graph.ErrNotFound) {
			continue
		}
		if err != nil {
			return g, err
		}
		g.Items = append(g.Items, item)
	}
	g.Total = len(g.Items)
	return g, nil
}
