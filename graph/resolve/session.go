package resolve

import (
	"fmt"
	"slices"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// session is one logon session being resolved.
type session struct {
	id      string // 0x...
	builtIn bool
	logon   *event // its 4624
	hint    graph.Time
	guid    string // Sysmon's LogonGuid
	epoch   int

	logoff, byUser *event // first 4634, first 4647
	privileged     bool
	linked         *session
	// owner by what named it best, see ownerRank.
	owner     account
	ownerRank int
	boot      graph.Time
	sources   []*event
	key       string
}

// The ranks of what names a session's owner: lower is better.
const (
	rankLogon = iota + 1
	rankLogoff
	rankProcess
	rankSubject
)

// name notes an account as the owner, if nothing better did.
func (s *session) name(a account, rank int) {
	if a.known() && (s.ownerRank == 0 || rank < s.ownerRank || rank == s.ownerRank && s.owner.sid == "" && a.sid != "") {
		s.owner, s.ownerRank = a, rank
	}
}

// sessions is the table of one host's sessions.
type sessions struct {
	all   []*session
	byID  map[string][]*session // observed, in the order of their logons
	other map[string][]*session // known by reference, by ID and boot, by hint
	boots *boots
}

// logonSlack is how much later than a record that belongs to it a 4624 may be logged.
const logonSlack = 2 * time.Second

// newSessions makes a session of each 4624. Events are in canonical order.
func newSessions(events []*event, boots *boots) *sessions {
	t := &sessions{byID: map[string][]*session{}, other: map[string][]*session{}, boots: boots}
	for _, e := range events {
		id := e.Text(graph.TargetLogonID)
		if e.Event != graph.Logon || id == "" {
			continue
		}
		if sid := builtInLogons[id]; sid != "" {
			s := t.builtIn(id)
			if s.logon == nil {
				s.logon = e
			}
			s.sources = append(s.sources, e)
			continue
		}
		s := &session{id: id, logon: e, epoch: boots.epoch(e), sources: []*event{e}}
		s.name(targetOf(e), rankLogon)
		t.all = append(t.all, s)
		t.byID[id] = append(t.byID[id], s)
		list := t.byID[id]
		for i := len(list) - 1; boots.stepped && i > 0 && list[i-1].logon.comesAfter(list[i].logon); i-- {
			list[i], list[i-1] = list[i-1], list[i]
		}
	}
	return t
}

// builtIn is the host's one session of a built-in logon ID.
func (t *sessions) builtIn(id string) *session {
	if list := t.byID[id]; len(list) > 0 {
		return list[0]
	}
	s := &session{id: id, builtIn: true}
	sid := builtInLogons[id]
	s.name(account{sid: sid, name: shownNames[sid]}, rankLogon)
	t.all = append(t.all, s)
	t.byID[id] = []*session{s}
	return s
}

// find is the session that a record belongs to: the last logon of that ID before
// it in the same boot; else one known by reference. guid is Sysmon's LogonGuid, "" if none.
func (t *sessions) find(id, guid string, e *event) *session {
	if id == "" {
		return nil
	}
	if builtInLogons[id] != "" {
		return t.builtIn(id)
	}
	hint, timed := graph.GUIDSecond(guid)
	if s := t.observedAt(id, hint, timed, e); s != nil {
		if s.guid == "" && timed {
			s.guid = guid
		}
		return s
	}
	return t.reference(id, guid, hint, e)
}

func (t *sessions) observedAt(id string, hint graph.Time, timed bool, e *event) (found *session) {
	at := t.boots.epoch(e)
	for _, s := range t.byID[id] {
		if timed && near(s.logon.at, hint) <= logonSlack {
			return s
		}
		if s.epoch != at {
			continue
		}
		if s.logon.precedes(e) || found == nil && s.logon.at.Sub(e.at) <= logonSlack && !s.logon.comesAfter(e) {
			found = s
		}
	}
	return found
}

// privilegedBy is the session that a 4672 belongs to. Windows writes it beside the
// 4624, mostly as the record before, so the nearest logon of that ID in the boot is
// meant, in whichever order the two stand in the log; of two as near, the one before.
func (t *sessions) privilegedBy(id string, e *event) *session {
	at := t.boots.epoch(e)
	found := t.observedAt(id, graph.Time{}, false, e)
	for _, s := range t.byID[id] {
		apart := near(s.logon.at, e.at)
		if s.epoch == at && apart <= logonSlack && (found == nil || apart < near(found.logon.at, e.at)) {
			found = s
		}
	}
	if found == nil {
		return t.find(id, "", e)
	}
	return found
}

// reference is the session of that ID and boot without a 4624. Sysmon's
// LogonGuid tells several apart by the second of the logon; what has none
// belongs to the latest before it.
func (t *sessions) reference(id, guid string, hint graph.Time, e *event) *session {
	boot := t.boots.epoch(e)
	key := fmt.Sprintf("%s@%d", id, boot)
	list := t.other[key]
	if !hint.Known() && len(list) > 0 {
		best := list[0]
		for _, s := range list {
			if notAfter(s.hint, e.at) {
				best = s
			}
		}
		return best
	}
	for _, s := range list {
		if s.hint == hint {
			return s
		}
	}
	s := &session{id: id, hint: hint, guid: guid, epoch: boot}
	if !hint.Known() {
		s.guid = ""
	}
	t.all = append(t.all, s)
	list = append(list, s)
	slices.SortFunc(list, func(a, b *session) int {
		return int(a.hint.Ticks/graph.TicksPerSecond - b.hint.Ticks/graph.TicksPerSecond)
	})
	t.other[key] = list
	return s
}

// addTimedReferences makes the sessions that Sysmon's LogonGuid names before
// records without one are placed, so that the order of records does not matter.
func (t *sessions) addTimedReferences(events []*event) {
	for _, e := range events {
		if guid := e.Text(graph.LogonGUID); guid != "" && e.Event == graph.ProcessStart {
			t.find(e.Text(graph.LogonID), guid, e)
		}
	}
}

// addLogonRecords takes in logoffs (4634, 4647) and privileges (4672).
func (t *sessions) addLogonRecords(events []*event) {
	for _, e := range events {
		switch e.Event {
		case graph.Logoff, graph.LogoffByUser:
			s := t.find(e.Text(graph.TargetLogonID), "", e)
			if s == nil {
				continue
			}
			if e.Event == graph.Logoff && s.logoff == nil {
				s.logoff = e
			}
			if e.Event == graph.LogoffByUser && s.byUser == nil {
				s.byUser = e
			}
			s.name(targetOf(e), rankLogoff)
			s.sources = append(s.sources, e)
		case graph.SpecialPrivileges:
			id := e.Text(graph.SubjectLogonID)
			if builtInLogons[id] != "" {
				continue
			}
			if s := t.privilegedBy(id, e); s != nil {
				s.privileged = true
				s.name(subjectOf(e), rankSubject)
				s.sources = append(s.sources, e)
			}
		}
	}
}

// linkSpan is how far apart the two 4624 of one UAC logon are at the most.
const linkSpan = 5 * time.Second

// link joins the two halves of each UAC logon, which name each other.
func (t *sessions) link() {
	for _, s := range t.all {
		if s.logon == nil || s.builtIn || s.linked != nil {
			continue
		}
		for _, other := range t.byID[s.logon.Text(graph.LinkedLogonID)] {
			if other != s && other.logon != nil && other.linked == nil && near(other.logon.at, s.logon.at) <= linkSpan {
				s.linked, other.linked = other, s
				break
			}
		}
	}
}

// close finds what ended the sessions that no record ends: a boot.
func (t *sessions) close() {
	for _, s := range t.all {
		if !s.builtIn {
			s.boot = t.boots.beginning(s.epoch)
		}
	}
}

// end is when the session was destroyed and what says so.
func (s *session) end() (graph.Time, string) {
	switch {
	case s.logoff != nil:
		return s.logoff.at, "4634"
	case s.byUser != nil:
		return s.byUser.at, "4647"
	case s.boot.Known():
		return s.boot, "boot"
	}
	return graph.Time{}, ""
}
