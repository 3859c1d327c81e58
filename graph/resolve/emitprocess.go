package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// processes makes the nodes of the processes, each in its place. What a process
// was known by is let go as soon as its node is made: a host may have millions.
func (m *emitter) processes() {
	ordered := m.h.ordered()
	for _, l := range ordered {
		if up := l.parent; up != nil && !up.observed() && m.firstChild[up] == nil {
			m.firstChild[up] = l
		}
		l.services = baseName(l.image()) == "services.exe"
	}
	m.out.Processes = make([]graph.Process, len(ordered))
	m.pids = make([]int64, len(ordered))
	for _, l := range ordered {
		m.process(&m.out.Processes[l.place], l)
		m.processProblems(l)
		l.sysmon, l.security, l.ends, l.quotedBy = nil, nil, nil, nil
	}
}

// process fills in the node of one process.
func (m *emitter) process(n *graph.Process, l *lifetime) {
	*n = graph.Process{
		Key: l.key, Host: m.host, GUID: l.guid, Observed: l.observed(), Image: l.image(), User: m.user(l.user),
		ParentVia: l.via, Sources: m.keep(sourcesOf(append(l.creations(), l.ends...))),
	}
	if strings.HasSuffix(l.key, l.guid) {
		n.GUID = l.key[len(l.key)-len(l.guid):] // one text less to keep
	}
	if l.pid >= 0 {
		m.pids[l.place] = l.pid
		n.PID = &m.pids[l.place]
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
		m.observed(n, l)
	} else {
		m.stub(n, l)
	}
}

// keep is list in a slice of its own, cut from a larger one.
func (m *emitter) keep(list []graph.Source) []graph.Source {
	if len(list) == 0 {
		return nil
	}
	if len(m.sources) < len(list) {
		m.sources = make([]graph.Source, max(1024, len(list)))
	}
	n := copy(m.sources, list)
	kept := m.sources[:n:n]
	m.sources = m.sources[n:]
	return kept
}

// hashesOf reads hashes; processes with one text share one map.
func (m *emitter) hashesOf(text string) map[string]string {
	all, ok := m.hashes[text]
	if !ok {
		const most = 10_000
		if len(m.hashes) >= most {
			clear(m.hashes)
		}
		all = hashes(text)
		m.hashes[text] = all
	}
	return all
}

// numberOf shares the numbers that nodes point to.
func (m *emitter) numberOf(id int64) *int64 {
	n := m.numbers[id]
	if n == nil {
		n = &id
		m.numbers[id] = n
	}
	return n
}

// originOf is the remote origin that all processes of a session share.
func (m *emitter) originOf(s *session, addr string) *graph.RemoteOrigin {
	o := m.origins[s]
	if o == nil {
		o = &graph.RemoteOrigin{Session: s.key, SourceIP: addr}
		m.origins[s] = o
	}
	return o
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
	n.CommandLine, _ = l.commandLine()
	n.CurrentDirectory = text(graph.CurrentDirectory)
	n.IntegrityLevel = text(graph.IntegrityLevel)
	n.TokenElevation = text(graph.TokenElevation)
	n.Hashes = m.hashesOf(text(graph.Hashes))
	n.OriginalFileName = text(graph.OriginalFileName)
	n.Description, n.Product, n.Company, n.FileVersion = text(graph.Description), text(graph.Product), text(graph.Company), text(graph.FileVersion)
	if id, err := strconv.ParseInt(text(graph.TerminalSessionID), 10, 64); err == nil {
		n.TerminalSessionID = m.numberOf(id)
	}
	if l.security != nil {
		if by := m.user(subjectOf(l.security)); by != n.User {
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
			n.RemoteOrigin = m.originOf(s, addr)
		}
		return
	}
	if l.parent == nil || !l.parent.services || baseName(n.Image) == "svchost.exe" || !n.Start.Known() {
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
