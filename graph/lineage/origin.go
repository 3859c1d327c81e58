package lineage

import (
	"cmp"
	"errors"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// scanned is the most rows that one question for candidates reads.
const scanned = 3000

// origins adds where the sessions of a chain (root first) came from. Each session
// is looked at once, for the highest process of the chain that ran in it.
func (b *builder) origins(chain []graph.ProcessRow, hop int) error {
	if -hop >= b.o.Hops {
		if slices.ContainsFunc(chain, func(p graph.ProcessRow) bool { return p.RemoteOrigin != nil }) {
			b.note("The chain of logons goes on further back than the moves between hosts that were asked for.")
		}
		return nil
	}
	seen := map[string]bool{}
	for i := range chain {
		p := &chain[i]
		if p.Session != "" && !seen[p.Session] && (p.Logon == nil || !p.Logon.BuiltIn) {
			seen[p.Session] = true
			if err := b.sessionOrigin(p, p.Session, SessionProven, hop); err != nil {
				return err
			}
		}
		for _, key := range p.RemoteOriginMaybe {
			if seen[key] {
				continue
			}
			seen[key] = true
			if err := b.sessionOrigin(p, key, Possible, hop); err != nil {
				return err
			}
		}
	}
	return nil
}

// sessionOrigin adds the session that p ran in, or may have come through, and what opened it.
func (b *builder) sessionOrigin(p *graph.ProcessRow, key string, sure Confidence, hop int) error {
	id := ID(graph.KindSession, key)
	if b.has(id) {
		b.ranIn(id, p, sure)
		return nil
	}
	s, err := b.r.Session(b.ctx, key)
	if errors.Is(err, graph.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	remote := s.Remote()
	source := s.SourceHost
	if !remote {
		source = s.Host
	}
	var found []graph.LogonAttempt
	if source != "" {
		if found, err = uses(b.ctx, b.r, source, &s); err != nil {
			return err
		}
	}
	if !remote && len(found) == 0 || !b.session(s, RoleOrigin, hop) {
		return nil
	}
	b.ranIn(id, p, sure)
	if len(found) > 0 {
		return b.byCredentials(&s, found, hop)
	}
	if source == "" {
		return nil
	}
	return b.byUser(&s, source, hop)
}

func (b *builder) ranIn(session string, p *graph.ProcessRow, sure Confidence) {
	why := "its records name this logon session"
	if sure == Possible {
		why = "a service that began within seconds of this network logon"
	}
	b.link(Link{From: session, To: ID(graph.KindProcess, p.Key), Kind: RanIn, Confidence: sure, Why: why})
}

// byCredentials adds the processes that used the session's credentials towards its host.
func (b *builder) byCredentials(s *graph.SessionRow, found []graph.LogonAttempt, hop int) error {
	sure := Possible
	if oneProcess(found) {
		sure = SessionProven
	}
	for i := range found {
		p, err := b.r.Process(b.ctx, found[i].Process)
		if errors.Is(err, graph.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := b.opener(&p, s, Link{Confidence: sure, Attempt: found[i].Key, Why: credentialWhy(sure)}, b.hopOf(s, hop)); err != nil {
			return err
		}
	}
	return nil
}

func credentialWhy(sure Confidence) string {
	if sure == SessionProven {
		return "it used explicit credentials of this user for this host just before (4648)"
	}
	return "it is one of several processes that used explicit credentials of this user for this host just before (4648)"
}

// hopOf is the hop of what opened the session: one further back on another host.
func (b *builder) hopOf(s *graph.SessionRow, hop int) int {
	if s.SourceHost != "" && s.SourceHost != s.Host {
		return hop - 1
	}
	return hop
}

// opener adds a process that opened the session or may have, with its own past.
func (b *builder) opener(p *graph.ProcessRow, s *graph.SessionRow, l Link, hop int) error {
	id := ID(graph.KindProcess, p.Key)
	known := b.has(id)
	if !b.process(*p, RoleOrigin, hop) {
		return nil
	}
	l.From, l.To, l.Kind = id, ID(graph.KindSession, s.Key), Logon
	b.link(l)
	if known {
		return nil
	}
	if p.Host == s.Host {
		// A service of the same host asked for the logon: what is above it is the system's.
		b.node(id).MoreAbove = p.Parent != ""
		return nil
	}
	chain, err := b.ancestry(*p, RoleOrigin, hop)
	if err != nil {
		return err
	}
	chain = append(chain, *p)
	if err := b.claims(chain, RoleOrigin, hop); err != nil {
		return err
	}
	return b.origins(chain, hop)
}

// consoleHost draws a console's window and opens no logons.
const consoleHost = "conhost.exe"

// candidate is a process that may have opened a session.
type candidate struct {
	row  graph.ProcessRow
	name string // the target's name in its command line
}

// byUser adds processes of the session's user that were alive on the source host
// when it began. Those whose command line names the target stand for all, if there are any.
func (b *builder) byUser(s *graph.SessionRow, source string, hop int) error {
	start := s.Begun()
	if s.User == "" || !start.Known() || source == s.Host {
		return nil
	}
	target, err := b.host(s.Host)
	if err != nil {
		return err
	}
	sub, err := b.r.Subtree(b.ctx, "", graph.ProcessFilter{Host: source, User: s.User, From: start, To: start}, 1000, scanned)
	if err != nil {
		return err
	}
	var all []candidate
	named := 0
	for i := range sub.Rows {
		row := sub.Rows[i]
		if !row.Match || !alive(&row, start) || graph.BaseName(row.Image) == consoleHost {
			continue
		}
		c := candidate{row, naming(row.CommandLine, target)}
		if c.name != "" {
			named++
		}
		all = append(all, c)
	}
	rank(all)
	shown := min(len(all), b.o.Candidates)
	if named > 0 {
		shown = min(named, b.o.Candidates)
	}
	b.node(ID(graph.KindSession, s.Key)).HiddenCandidates = len(all) - shown
	for i := range all[:shown] {
		why := "a process of the same user that was alive on the source host then"
		if all[i].name != "" {
			why += "; its command line names " + all[i].name
		}
		if err := b.opener(&all[i].row, s, Link{Confidence: Possible, Why: why}, hop-1); err != nil {
			return err
		}
	}
	return nil
}

// rank puts those that name the target first, then the latest started.
func rank(all []candidate) {
	slices.SortStableFunc(all, func(a, b candidate) int {
		if (a.name != "") != (b.name != "") {
			if a.name != "" {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.row.Begun().Ticks, a.row.Begun().Ticks), cmp.Compare(a.row.Key, b.row.Key))
	})
}
