package lineage

import (
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// serviceLooks is how many sessions of one set are asked for services started right after them.
const serviceLooks = 10

// found is a session that a set of processes led to, or may have.
type found struct {
	session graph.SessionRow
	from    *graph.ProcessRow
	link    Link
	named   bool
}

// forward adds what a set of processes of one host (the first is the top of the
// others) led to through logons, and goes on from there. hop is theirs; moves
// counts the logons followed so far.
func (b *builder) forward(set []graph.ProcessRow, hop, moves int) error {
	if moves >= b.o.Hops || len(set) == 0 || b.full {
		return nil
	}
	reached, err := b.reached(set)
	if err != nil {
		return err
	}
	type step struct {
		set []graph.ProcessRow
		hop int
	}
	var next []step
	looks := 0
	for i := range reached {
		f := &reached[i]
		id := ID(graph.KindSession, f.session.Key)
		if b.has(id) && b.node(id).Role == RoleOrigin {
			continue // the way here is no consequence
		}
		at := hop
		if f.session.Host != set[0].Host {
			at++
		}
		if !b.session(f.session, RoleConsequence, at) {
			return nil
		}
		f.link.From, f.link.To, f.link.Kind = ID(graph.KindProcess, f.from.Key), id, Logon
		b.link(f.link)
		below, err := b.whatRan(&f.session, at)
		if err != nil {
			return err
		}
		if len(below) == 0 && looks < serviceLooks && f.session.LogonType == 3 {
			looks++
			if below, err = b.services(&f.session, at); err != nil {
				return err
			}
		}
		if len(below) > 0 {
			next = append(next, step{below, at})
		}
	}
	for _, n := range next {
		if err := b.forward(n.set, n.hop, moves+1); err != nil {
			return err
		}
	}
	return nil
}

// reached returns the sessions that the set led to, the proven ones first.
func (b *builder) reached(set []graph.ProcessRow) ([]found, error) {
	host := set[0].Host
	start := set[0].Begun()
	if !start.Known() {
		return nil, nil
	}
	end := lastMoment(set)
	attempts, err := b.r.Attempts(b.ctx, graph.AttemptFilter{Host: host, EventID: 4648, From: start, To: end}, graph.Page{Limit: graph.MaxPage})
	if err != nil {
		return nil, err
	}
	sessions, err := b.r.Sessions(b.ctx, graph.SessionFilter{SourceHost: host, From: start, To: end}, graph.Page{Limit: graph.MaxPage})
	if err != nil {
		return nil, err
	}
	if sessions.Next != "" || attempts.Next != "" {
		b.note("More logons left the host than were looked through; a process deeper down has fewer.")
	}
	local, err := b.localSessions(host, attempts.Items)
	if err != nil {
		return nil, err
	}
	var sure, maybe []found
	for _, s := range append(sessions.Items, local...) {
		if s.Begun().Before(start) {
			continue
		}
		f, err := b.cause(set, attempts.Items, s)
		if err != nil {
			return nil, err
		}
		switch {
		case f == nil:
		case f.link.Confidence == SessionProven || f.named:
			sure = append(sure, *f)
		default:
			maybe = fold(maybe, *f)
		}
	}
	all := append(sure, maybe...)
	if len(all) > b.o.Links {
		b.note("More logons may have come from this than are shown.")
		all = all[:b.o.Links]
	}
	return all, nil
}

// fold counts sessions of one user on one host that are no more than possible as one.
func fold(list []found, f found) []found {
	i := slices.IndexFunc(list, func(o found) bool {
		return o.session.Host == f.session.Host && o.session.User == f.session.User && o.session.LogonType == f.session.LogonType
	})
	if i < 0 {
		return append(list, f)
	}
	// One in which something ran says more than one in which nothing did.
	if list[i].session.ProcessCount == 0 && f.session.ProcessCount > 0 {
		f.link.More = list[i].link.More + 1
		list[i] = f
		return list
	}
	list[i].link.More++
	return list
}

// localSessions are those that explicit credentials opened on the host itself (runas).
func (b *builder) localSessions(host string, attempts []graph.LogonAttempt) ([]graph.SessionRow, error) {
	h, err := b.host(host)
	if err != nil || h == nil {
		return nil, err
	}
	var all []graph.SessionRow
	known := map[string]bool{}
	for i := range attempts {
		a := &attempts[i]
		if a.TargetUser == "" || a.Process == "" || !sameHost(a.TargetHost, h.Name) {
			continue
		}
		list, err := b.r.Sessions(b.ctx, graph.SessionFilter{Host: host, User: a.TargetUser, From: a.Time.Add(-clockSlack), To: a.Time.Add(credentialSpan)}, graph.Page{})
		if err != nil {
			return nil, err
		}
		for _, s := range list.Items {
			if !known[s.Key] && opens(a, &s) {
				known[s.Key] = true
				all = append(all, s)
			}
		}
	}
	return all, nil
}

// cause finds which of the set opened the session; nil when it was another, or nothing points to one.
func (b *builder) cause(set []graph.ProcessRow, attempts []graph.LogonAttempt, s graph.SessionRow) (*found, error) {
	var fit []graph.LogonAttempt
	for i := range attempts {
		if opens(&attempts[i], &s) {
			fit = append(fit, attempts[i])
		}
	}
	if len(fit) > 0 {
		sure := Possible
		if oneProcess(fit) {
			sure = SessionProven
		}
		for i := range fit {
			if at := slices.IndexFunc(set, func(p graph.ProcessRow) bool { return p.Key == fit[i].Process }); at >= 0 {
				return &found{s, &set[at], Link{Confidence: sure, Attempt: fit[i].Key, Why: credentialWhy(sure)}, true}, nil
			}
		}
		return nil, nil
	}
	if s.Host == set[0].Host || s.User == "" {
		return nil, nil
	}
	target, err := b.host(s.Host)
	if err != nil {
		return nil, err
	}
	var all []candidate
	for i := range set {
		if set[i].User == s.User && alive(&set[i], s.Begun()) && graph.BaseName(set[i].Image) != consoleHost {
			all = append(all, candidate{set[i], naming(set[i].CommandLine, target)})
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	// Where no command line names the target, the topmost stands for the set.
	best := all[0]
	rank(all)
	if all[0].name != "" {
		best = all[0]
	}
	why := "the session came from this host, and this process of the same user was alive then"
	if best.name != "" {
		why += "; its command line names " + best.name
	}
	return &found{s, &best.row, Link{Confidence: Possible, Why: why}, best.name != ""}, nil
}

// lastMoment is when the last of the processes ended; unknown where one may live on.
func lastMoment(set []graph.ProcessRow) graph.Time {
	var last graph.Time
	for i := range set {
		end := set[i].Ended()
		if !end.Known() {
			return graph.Time{}
		}
		if last.Before(end) || !last.Known() {
			last = end
		}
	}
	return last
}

// whatRan adds the processes that ran in a session, below those whose parents did not,
// and returns them, the first of them first.
func (b *builder) whatRan(s *graph.SessionRow, hop int) ([]graph.ProcessRow, error) {
	if s.ProcessCount == 0 {
		return nil, nil
	}
	sub, err := b.r.Subtree(b.ctx, "", graph.ProcessFilter{Host: s.Host, Session: s.Key}, 1000, scanned)
	if err != nil {
		return nil, err
	}
	inside := map[string]bool{}
	for i := range sub.Rows {
		if sub.Rows[i].Match {
			inside[sub.Rows[i].Key] = true
		}
	}
	return b.consequences(s, sub.Rows, SessionProven, hop, func(p *graph.ProcessRow) bool { return p.Match && !inside[p.Parent] })
}

// services adds the services that may have been started through a session.
func (b *builder) services(s *graph.SessionRow, hop int) ([]graph.ProcessRow, error) {
	start := s.Begun()
	sub, err := b.r.Subtree(b.ctx, "", graph.ProcessFilter{Host: s.Host, From: start, To: start.Add(serviceSpan)}, 1000, scanned)
	if err != nil {
		return nil, err
	}
	return b.consequences(s, sub.Rows, Possible, hop, func(p *graph.ProcessRow) bool { return slices.Contains(p.RemoteOriginMaybe, s.Key) })
}

// consequences adds the rows chosen, their parents and what is below them.
func (b *builder) consequences(s *graph.SessionRow, rows []graph.ProcessRow, sure Confidence, hop int, chosen func(*graph.ProcessRow) bool) ([]graph.ProcessRow, error) {
	var all []graph.ProcessRow
	tops := 0
	for i := range rows {
		p := &rows[i]
		if !chosen(p) {
			continue
		}
		if b.has(ID(graph.KindProcess, p.Key)) {
			b.ranIn(ID(graph.KindSession, s.Key), p, sure)
			continue
		}
		if tops++; tops > b.o.Breadth || !b.process(*p, RoleConsequence, hop) {
			continue
		}
		b.ranIn(ID(graph.KindSession, s.Key), p, sure)
		below, err := b.descend(*p, RoleConsequence, hop)
		if err != nil {
			return nil, err
		}
		all = append(append(all, *p), below...)
		if at := slices.IndexFunc(rows, func(r graph.ProcessRow) bool { return r.Key == p.Parent }); at >= 0 && b.process(rows[at], RoleConsequence, hop) {
			b.spawn(&rows[at], p)
			b.node(ID(graph.KindProcess, rows[at].Key)).MoreAbove = rows[at].Parent != ""
		}
	}
	if tops > b.o.Breadth {
		b.note("More processes began in a logon session than are shown.")
	}
	return all, nil
}
