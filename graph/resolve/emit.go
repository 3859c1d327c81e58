package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// emitter names everything of one host by keys.
type emitter struct {
	h    *Host
	d    *Directory
	host string // key
	out  graph.HostGraph
	// remote are the network logons from elsewhere, by start.
	remote []*session
	warned map[string]int
	users  map[account]string // keys
	// sources, hashes and numbers are shared among nodes, or allocated many at once.
	sources []graph.Source
	hashes  map[string]map[string]string
	numbers map[int64]*int64
	origins map[*session]*graph.RemoteOrigin
	pids    []int64
	// firstChild is the first child of each process without a creation record.
	firstChild map[*lifetime]*lifetime
}

// HostGraph is the graph of the host under a key of the directory. It may be
// called once.
func (h *Host) HostGraph(d *Directory, hostKey string) graph.HostGraph {
	h.giveKeys(hostKey)
	m := &emitter{
		h: h, d: d, host: hostKey, warned: map[string]int{}, users: map[account]string{}, firstChild: map[*lifetime]*lifetime{},
		hashes: map[string]map[string]string{}, numbers: map[int64]*int64{}, origins: map[*session]*graph.RemoteOrigin{},
	}
	for _, s := range h.sortedSessions() {
		m.session(s)
	}
	slices.SortFunc(m.remote, func(a, b *session) int { return compareEvents(a.logon, b.logon) })
	for _, a := range h.attempts {
		m.attempt(a)
	}
	for _, p := range h.problems {
		m.warn(p)
	}
	m.processes()
	m.sort()
	*h = Host{dropped: h.dropped}
	return m.out
}

// sortedSessions are the sessions by logon ID, then start.
func (h *Host) sortedSessions() []*session {
	list := slices.Clone(h.sessions.all)
	slices.SortFunc(list, func(a, b *session) int {
		if c := cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(a.epoch, b.epoch), cmp.Compare(a.hint.Ticks, b.hint.Ticks)); c != 0 {
			return c
		}
		switch {
		case a.logon != nil && b.logon != nil:
			return compareEvents(a.logon, b.logon)
		case a.logon != nil:
			return 1
		case b.logon != nil:
			return -1
		}
		return strings.Compare(a.guid, b.guid)
	})
	return list
}

func (m *emitter) sort() {
	slices.SortFunc(m.out.Sessions, func(a, b graph.LogonSession) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(m.out.Attempts, func(a, b graph.LogonAttempt) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(m.out.Warnings, func(a, b graph.Warning) int { return strings.Compare(a.Key, b.Key) })
}

// user is the key of an account's user.
func (m *emitter) user(a account) string {
	key, ok := m.users[a]
	if !ok {
		key = m.d.userKey(a, m.host)
		m.users[a] = key
	}
	return key
}

func (m *emitter) session(s *session) {
	n := graph.LogonSession{
		Key: s.key, Host: m.host, LogonID: s.id, LogonGUID: s.guid, User: m.user(s.owner), BuiltIn: s.builtIn,
		Observed: s.logon != nil, Privileged: s.privileged, Sources: recordsOf(s.sources),
	}
	if s.linked != nil {
		n.Linked = s.linked.key
	}
	if !s.builtIn {
		n.End, n.EndVia = s.end()
		if s.byUser != nil {
			n.UserLogoff = s.byUser.at
		}
		if s.logoff != nil {
			n.LogonType = number(s.logoff, graph.LogonType)
		}
		if s.logon != nil {
			m.logon(&n, s)
		} else {
			n.StartHint = s.hint
			m.warn(problem{class: graph.SessionStartUnknown, onSession: s, detail: "no logon record (4624) of this session was read"})
		}
		if s.logon != nil && !n.End.Known() {
			m.warn(problem{class: graph.SessionNotClosed, onSession: s, detail: "no logoff and no later boot was read; how long the session lasted is not known"})
		}
	}
	m.out.Sessions = append(m.out.Sessions, n)
}

// logon fills in what the 4624 says.
func (m *emitter) logon(n *graph.LogonSession, s *session) {
	e := s.logon
	n.Start = e.at
	n.LogonType = number(e, graph.LogonType)
	n.Elevated = e.Text(graph.ElevatedToken) == "yes"
	n.LogonProcess, n.AuthPackage = e.Text(graph.LogonProcess), e.Text(graph.AuthPackage)
	n.ClaimedWorkstation = e.Text(graph.Workstation)
	n.SourceIP, n.SourceLocal = address(e.Text(graph.SourceAddress))
	if n.SourceIP != "" || n.SourceLocal {
		n.SourcePort = number(e, graph.SourcePort)
	}
	if n.SourceIP != "" {
		n.SourceHost = m.d.HostOfAddress(n.SourceIP, e.at)
		if n.SourceHost != m.host {
			m.remote = append(m.remote, s)
		}
		if other := m.d.otherAddress(n.ClaimedWorkstation, n.SourceIP); other != "" && m.claimsOrigin(n) {
			m.warn(problem{class: graph.WorkstationAddrDisagree, onSession: s,
				detail: "the client calls itself " + n.ClaimedWorkstation + ", which is known at " + other + "; the address counts, the name is a claim"})
		}
	}
	if a := newAccount("", e.Text(graph.OutboundDomain), e.Text(graph.OutboundName)); a.known() {
		n.OutboundIdentity = a.name
	}
}

// remoteInteractive is the logon type of RDP, whose WorkstationName is the server's own.
const remoteInteractive = 10

// claimsOrigin says whether the workstation name is the client's word for itself.
func (m *emitter) claimsOrigin(n *graph.LogonSession) bool {
	own := m.d.hostNamed(n.ClaimedWorkstation)
	return n.ClaimedWorkstation != "" && n.LogonType != remoteInteractive && (own == nil || own.Key != m.host)
}

func number(e *event, f graph.Field) int {
	n, err := strconv.Atoi(e.Text(f))
	if err != nil {
		return 0
	}
	return n
}

func (m *emitter) attempt(a *attempt) {
	e := a.e
	n := graph.LogonAttempt{
		Key: "a:" + strings.TrimPrefix(m.host, "h:") + ":" + recordName(e), EventID: e.EventID, Host: m.host, Time: e.at,
		User: m.user(subjectOf(e)), TargetUser: m.user(targetOf(e)),
		Status: e.Text(graph.Status), SubStatus: e.Text(graph.SubStatus), LogonType: number(e, graph.LogonType), Count: 1,
		ClaimedWorkstation: e.Text(graph.Workstation), Sources: recordsOf([]*event{e}),
	}
	n.Key += m.again("attempt", n.Key)
	n.SourceIP, _ = address(e.Text(graph.SourceAddress))
	if a.process != nil {
		n.Process = a.process.key
	}
	if a.session != nil {
		n.Session = a.session.key
	}
	if server := strings.ToLower(e.Text(graph.TargetServer)); server != "" {
		n.TargetHost = m.targetHost(server)
	}
	m.out.Attempts = append(m.out.Attempts, n)
}

// targetHost is the name of the host that a server name means.
func (m *emitter) targetHost(server string) string {
	if server == "localhost" {
		return m.hostName()
	}
	if i := strings.IndexByte(server, '/'); i > 0 && !strings.Contains(server[:i], ".") {
		server = server[i+1:] // a service principal name: cifs/host
	}
	if g := m.d.hostNamed(server); g != nil {
		return g.Name
	}
	return server
}

func (m *emitter) hostName() string {
	if g := m.d.group(m.host); g != nil {
		return g.Name
	}
	return strings.TrimPrefix(m.host, "h:")
}

// again is "" the first time a key is used, then "#2", "#3".
func (m *emitter) again(kind, key string) string {
	key = kind + key
	m.warned[key]++
	if n := m.warned[key]; n > 1 {
		return fmt.Sprintf("#%d", n)
	}
	return ""
}

// recordsOf is sourcesOf without files: only a process tells which file it is from, so that
// the same records in differently named files differ in nothing else.
func recordsOf(events []*event) []graph.Source {
	list := sourcesOf(events)
	for i := range list {
		list[i].File = ""
	}
	return slices.Compact(list)
}

// sourcesOf lists the records, sorted; a record in several copies once.
func sourcesOf(events []*event) []graph.Source {
	var list []graph.Source
	add := func(o *event) {
		list = append(list, graph.Source{Log: o.Log, EventID: o.EventID, RecordID: o.RecordID, File: o.File})
	}
	for _, e := range events {
		add(e)
		if e.copies == nil {
			continue
		}
		for _, c := range *e.copies {
			if c.RecordID != e.RecordID {
				add(c)
			}
		}
	}
	slices.SortFunc(list, func(a, b graph.Source) int {
		return cmp.Or(strings.Compare(a.Log, b.Log), cmp.Compare(a.EventID, b.EventID), cmp.Compare(a.RecordID, b.RecordID), strings.Compare(a.File, b.File))
	})
	return slices.Compact(list)
}
