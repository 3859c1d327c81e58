package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// Host is one host's records, resolved as far as they tell by themselves.
type Host struct {
	events    []*event
	clock     *clock
	processes *processes
	sessions  *sessions
	attempts  []*attempt
	facts     *factsBuilder
	problems  []problem
	dropped   int
}

// attempt is a failed logon or a use of explicit credentials.
type attempt struct {
	e       *event
	process *lifetime
	session *session
}

// Resolve resolves the records as far as they tell by themselves. It takes
// them over: nothing may be added after. ranges are the record numbers that were read.
func (r *Records) Resolve(ranges []graph.RecordRange) *Host {
	h := &Host{facts: r.facts, clock: r.clock, events: r.events}
	r.texts.index = nil
	h.placeAll()
	h.problems = append(h.problems, r.skew.problems()...)
	*r = Records{}
	var conflicts []*event
	h.events, h.dropped, conflicts = dropCopies(h.events)
	steps := findClockSteps(h.events)
	h.processes = assemble(h.events, steps)
	h.problems = append(h.problems, h.processes.attachExits(h.events)...)
	h.problems = append(h.problems, h.processes.closeLifetimes()...)
	h.problems = append(h.problems, h.processes.linkParents()...)
	h.addSessions()
	h.addAttempts()
	h.nameUsers()
	h.gatherFacts()
	h.noteRecordProblems(ranges, conflicts, steps)
	h.events, h.clock = nil, nil
	h.processes.byGUID, h.processes.stubs, h.processes.imageOf = nil, nil, nil
	return h
}

// placeAll puts the records in time.
func (h *Host) placeAll() {
	h.clock.settle()
	inferred := 0
	for _, e := range h.events {
		utc := e.at
		zoneInferred, drifted := h.clock.place(e)
		if zoneInferred {
			inferred++
		}
		if drifted {
			h.problems = append(h.problems, problem{class: graph.TimeSourcesDisagree, event: e,
				detail: "UtcTime was " + utc.String() + ", too far from the record's own time, which was used"})
		}
	}
	slices.SortFunc(h.problems, func(a, b problem) int { return compareEvents(a.event, b.event) })
	sortEvents(h.events)
	if inferred > 0 {
		h.problems = append(h.problems, problem{class: graph.TimeZoneInferred, detail: h.clock.explain()})
	}
}

// explain says in words how local times were placed.
func (c *clock) explain() string {
	offsets := c.offsets()
	if len(offsets) == 0 {
		return "times without a zone were read as UTC: nothing in the data tells their zone"
	}
	parts := make([]string, len(offsets))
	for i, o := range offsets {
		parts[i] = fmt.Sprintf("%+.2f h", o.Hours())
	}
	by := "Sysmon's UtcTime"
	if len(c.points) == 0 {
		by = "the delivery stamps"
	}
	return "local times were placed in UTC by " + by + " (added " + strings.Join(parts, ", ") + ")"
}

// addSessions makes the sessions and gives each process its own.
func (h *Host) addSessions() {
	h.sessions = newSessions(h.events, h.processes.boots)
	h.sessions.addTimedReferences(h.events)
	h.sessions.addLogonRecords(h.events)
	for _, l := range h.ordered() {
		h.giveSession(l)
	}
	h.sessions.link()
}

// ordered are the lifetimes in canonical order.
func (h *Host) ordered() []*lifetime {
	slices.SortFunc(h.processes.all, compareLifetimes)
	return h.processes.all
}

// giveSession finds the session and the owner of an observed process; for a
// process of which only the exit is known, what the exit says.
func (h *Host) giveSession(l *lifetime) {
	switch {
	case l.sysmon != nil && (l.sysmon.Text(graph.LogonID) != "" || l.security == nil):
		l.session = h.sessions.find(l.sysmon.Text(graph.LogonID), l.sysmon.Text(graph.LogonGUID), l.sysmon)
	case l.security != nil:
		_, id := ownerOf(l.security)
		l.session = h.sessions.find(id, "", l.security)
	}
}

// addAttempts reads 4625 and 4648.
func (h *Host) addAttempts() {
	for _, e := range h.events {
		if e.Event != graph.LogonFailed && e.Event != graph.ExplicitCredentials {
			continue
		}
		a := &attempt{e: e}
		if e.pid > 0 {
			a.process = h.processes.ownerOrStub(reference{e.pid, e.Text(graph.Image), e, nil})
		}
		if id := e.Text(graph.SubjectLogonID); id != "" {
			a.session = h.sessions.find(id, "", e)
			a.session.name(subjectOf(e), rankSubject)
		}
		h.attempts = append(h.attempts, a)
	}
	h.sessions.close()
}

// nameUsers decides each process's account and lets sessions join names to SIDs.
func (h *Host) nameUsers() {
	for _, l := range h.ordered() {
		l.user = processAccount(l)
		if l.session != nil {
			l.session.name(l.user, rankProcess)
		}
	}
	for _, l := range h.processes.all {
		if l.session == nil || !l.user.known() {
			continue
		}
		l.user = h.inSession(l.user, l.session)
		if l.security != nil && l.sysmon != nil {
			owner, _ := ownerOf(l.security)
			if accountPart(owner.name) == accountPart(l.user.name) {
				h.facts.sameAccount(owner, l.user)
				if l.user.sid == "" {
					l.user.sid = owner.sid
				}
			}
		}
	}
}

// processAccount is the owner by the process's own records: Sysmon's User, else
// the Security log's owner; for a stub what its exit or its children say.
func processAccount(l *lifetime) account {
	if l.sysmon != nil {
		if name := l.sysmon.Text(graph.UserText); name != "" {
			return account{name: name}.withBuiltInSID()
		}
	}
	if l.security != nil {
		a, _ := ownerOf(l.security)
		return a
	}
	if l.sysmon != nil {
		return account{}
	}
	for _, e := range l.ends {
		if name := e.Text(graph.UserText); name != "" {
			return account{name: name}.withBuiltInSID()
		}
	}
	return account{name: l.quoted(graph.ParentUser)}.withBuiltInSID()
}

// inSession is the account with the SID that its session proves: the owner of
// the session under another spelling of the same name, or the built-in account.
func (h *Host) inSession(a account, s *session) account {
	if a.sid != "" {
		return a
	}
	if s.builtIn {
		if strings.HasSuffix(a.name, "$") || builtInSID(a.name) != "" {
			return account{s.owner.sid, a.name}
		}
		return a
	}
	if s.owner.known() && accountPart(s.owner.name) == accountPart(a.name) {
		h.facts.sameAccount(s.owner, a)
		if s.owner.sid != "" {
			return account{s.owner.sid, a.name}
		}
	}
	return a
}

// Dropped is how many records turned out to be copies of other records of the host.
func (h *Host) Dropped() int { return h.dropped }

// Facts are what other hosts may need of this one.
func (h *Host) Facts() Facts {
	f := h.facts.build()
	f.Duplicates = h.dropped
	return f
}

// gatherFacts notes every account, address claim and machine part.
func (h *Host) gatherFacts() {
	for _, l := range h.processes.all {
		h.facts.account(l.user)
		if l.security != nil {
			h.facts.account(subjectOf(l.security))
		}
		if l.guid != "" && l.observed() {
			h.facts.machine(l.guid, l.at)
		}
	}
	for _, s := range h.sessions.all {
		h.facts.account(s.owner)
		for _, e := range s.sources {
			switch e.Event {
			case graph.Logon, graph.Logoff, graph.LogoffByUser:
				if !s.builtIn {
					h.facts.sameAccount(s.owner, sameNameOnly(targetOf(e), s.owner))
				}
			}
		}
		h.gatherOrigin(s)
	}
	for _, a := range h.attempts {
		h.facts.account(subjectOf(a.e))
		h.facts.account(targetOf(a.e))
		if server := a.e.Text(graph.TargetServer); server != "" {
			h.facts.facts.Servers = append(h.facts.facts.Servers, strings.ToLower(server))
		}
	}
	for _, e := range h.events {
		if e.Event == graph.LogCleared {
			h.facts.account(subjectOf(e))
		}
	}
}

// sameNameOnly is a when its name is another spelling of owner's, else nobody.
func sameNameOnly(a, owner account) account {
	if accountPart(a.name) != accountPart(owner.name) {
		return account{}
	}
	return a
}

// gatherOrigin notes where a session's client says it is, and proofs of addresses.
func (h *Host) gatherOrigin(s *session) {
	if s.logon == nil {
		return
	}
	addr, local := address(s.logon.Text(graph.SourceAddress))
	if addr == "" || local {
		return
	}
	workstation := strings.ToLower(s.logon.Text(graph.Workstation))
	if number(s.logon, graph.LogonType) == remoteInteractive {
		workstation = ""
	}
	h.facts.facts.Claims = append(h.facts.facts.Claims, ClaimFact{workstation, addr, s.logon.at.Ticks})
	name := accountPart(s.owner.name)
	if strings.HasSuffix(name, "$") && strings.EqualFold(s.logon.Text(graph.AuthPackage), "Kerberos") && identifiesHost(addr) {
		day := s.logon.at.Ticks - s.logon.at.Ticks%ticksPerDay
		h.facts.facts.Proofs = append(h.facts.facts.Proofs, ProofFact{strings.TrimSuffix(name, "$"), addr, day})
	}
}
