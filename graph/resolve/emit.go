package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
}

// HostGraph is the graph of the host under a key of the directory. It may be
// called once.
func (h *Host) HostGraph(d *Directory, hostKey string) graph.HostGraph {
	h.giveKeys(hostKey)
	m := &emitter{h: h, d: d, host: hostKey, warned: map[string]int{}}
	for _, s := range h.sortedSessions() {
		m.session(s)
	}
	slices.SortFunc(m.remote, func(a, b *session) int { return compareEvents(a.logon, b.logon) })
	m.out.Processes = make([]graph.Process, 0, len(h.processes.all))
	for _, l := range h.ordered() {
		m.process(l)
	}
	for _, a := range h.attempts {
		m.attempt(a)
	}
	for _, p := range h.problems {
		m.warn(p)
	}
	m.sort()
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
	slices.SortFunc(m.out.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(m.out.Attempts, func(a, b graph.LogonAttempt) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(m.out.Warnings, func(a, b graph.Warning) int { return strings.Compare(a.Key, b.Key) })
}

// user is the key of an account's user.
func (m *emitter) user(a account) string { return m.d.userKey(a, m.host) }

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
	if n.SourceIP != "" {
		n.SourcePort = number(e, graph.SourcePort)
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

func (m *emitter) process(l *lifetime) {
	n := graph.Process{
		Key: l.key, Host: m.host, GUID: l.guid, Observed: l.observed(), Image: l.image(), User: m.user(l.user),
		ParentVia: l.via, Sources: sourcesOf(append(l.creations(), l.ends...)),
	}
	if l.pid >= 0 {
		n.PID = &l.pid
	}
	if l.parent != nil {
		n.Parent = l.parent.key
	}
	for _, c := range l.claims {
		n.ParentClaims = append(n.ParentClaims, graph.ParentClaim{Parent: c.parent.key, Source: c.log})
	}
	if l.session != nil {
		n.Session = l.session.key
	}
	if len(l.ends) > 0 {
		n.End = l.ends[0].at
		for _, e := range l.ends {
			n.ExitStatus = cmp.Or(n.ExitStatus, e.Text(graph.ExitStatus))
		}
	} else {
		n.EndNotAfter = l.endNotAfter()
	}
	if l.observed() {
		m.observed(&n, l)
	} else {
		m.stub(&n, l)
	}
	m.out.Processes = append(m.out.Processes, n)
	m.processProblems(l)
}

// observed fills in what the creation records say; Sysmon's values lead.
func (m *emitter) observed(n *graph.Process, l *lifetime) {
	n.Start = l.creation().at
	text := func(f graph.Field) string {
		for _, e := range l.creations() {
			if v := e.Text(f); v != "" {
				return v
			}
		}
		return ""
	}
	n.CommandLine = text(graph.CommandLine)
	n.CurrentDirectory = text(graph.CurrentDirectory)
	n.IntegrityLevel = text(graph.IntegrityLevel)
	n.TokenElevation = text(graph.TokenElevation)
	n.Hashes = hashes(text(graph.Hashes))
	n.OriginalFileName = text(graph.OriginalFileName)
	n.Description, n.Product, n.Company, n.FileVersion = text(graph.Description), text(graph.Product), text(graph.Company), text(graph.FileVersion)
	if id, err := strconv.ParseInt(text(graph.TerminalSessionID), 10, 64); err == nil {
		n.TerminalSessionID = &id
	}
	if l.security != nil {
		if by := m.user(subjectOf(l.security.StoredObservation)); by != n.User {
			n.StartedBy = by
		}
	}
	m.origin(n, l)
}

// stub fills in what children and the GUID say.
func (m *emitter) stub(n *graph.Process, l *lifetime) {
	n.CommandLine = l.quoted(graph.ParentCommandLine)
	if hint, ok := graph.GUIDSecond(l.guid); ok {
		n.StartHint = hint
	}
	if n.Image == "" {
		switch l.pid {
		case 0:
			n.Image = "Idle"
		case 4:
			n.Image = "System"
		}
	}
}

// serviceSpan is how soon after a network logon a service may be started by it.
const serviceSpan = 10 * time.Second

// origin asserts a remote origin through the process's session only. For a
// service child, whose session leads nowhere, network logons close in time are
// possible origins and no more.
func (m *emitter) origin(n *graph.Process, l *lifetime) {
	if s := l.session; s != nil && s.logon != nil && !s.builtIn {
		addr, local := address(s.logon.Text(graph.SourceAddress))
		if addr != "" && !local && m.d.HostOfAddress(addr, s.logon.at) != m.host {
			n.RemoteOrigin = &graph.RemoteOrigin{Session: s.key, SourceIP: addr}
		}
		return
	}
	if l.parent == nil || baseName(l.parent.image()) != "services.exe" || baseName(n.Image) == "svchost.exe" || !n.Start.Known() {
		return
	}
	i, _ := slices.BinarySearchFunc(m.remote, n.Start.Add(-serviceSpan), func(s *session, t graph.Time) int {
		return cmp.Compare(s.logon.at.Ticks, t.Ticks)
	})
	for ; i < len(m.remote) && notAfter(m.remote[i].logon.at, n.Start) && len(n.RemoteOriginMaybe) < 5; i++ {
		if number(m.remote[i].logon, graph.LogonType) == 3 && !strings.HasSuffix(m.remote[i].owner.name, "$") {
			n.RemoteOriginMaybe = append(n.RemoteOriginMaybe, m.remote[i].key)
		}
	}
	slices.Sort(n.RemoteOriginMaybe)
}

// hashes reads "MD5=...,SHA256=..." to a map by upper-case algorithm.
func hashes(text string) map[string]string {
	var all map[string]string
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok || name == "" || value == "" {
			continue
		}
		if all == nil {
			all = map[string]string{}
		}
		all[strings.ToUpper(name)] = value
	}
	return all
}

func (m *emitter) attempt(a *attempt) {
	e := a.e
	n := graph.LogonAttempt{
		Key: "a:" + strings.TrimPrefix(m.host, "h:") + ":" + recordName(e), EventID: e.EventID, Host: m.host, Time: e.at,
		User: m.user(subjectOf(e.StoredObservation)), TargetUser: m.user(targetOf(e.StoredObservation)),
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
	add := func(o *graph.StoredObservation) {
		list = append(list, graph.Source{Log: o.Log, EventID: o.EventID, RecordID: o.RecordID, File: o.File})
	}
	for _, e := range events {
		add(e.StoredObservation)
		for _, c := range e.copies {
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
