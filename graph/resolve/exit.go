package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// secondExit is how long after the exit that one log has of a process the
// other log's record of the same exit may come.
const secondExit = 30 * time.Second

// attachExits gives the exit records to their processes: by GUID, else to the
// owner of the PID at that time. The image is a check; the subject is none
// (4689 may name another account than 4688 did).
func (p *processes) attachExits(events []*event) (warnings []problem) {
	var byPID []*event
	for _, e := range events {
		if e.Event != graph.ProcessEnd {
			continue
		}
		if guid := e.Text(graph.ProcessGUID); guid != "" {
			if l := p.named(guid, e.pid); l != nil {
				l.ends = append(l.ends, e)
			}
			continue
		}
		byPID = append(byPID, e)
	}
	for _, e := range byPID {
		if l := p.exitOwner(e); l != nil {
			l.ends = append(l.ends, e)
			sortEnds(l.ends)
			continue
		}
		if e.Log == "sysmon" || e.pid < 0 {
			warnings = append(warnings, problem{class: graph.ExitUnattached, event: e,
				detail: "an exit record without a usable ProcessGuid fits no process that was running"})
			continue
		}
		p.stubFromExit(e)
	}
	return warnings
}

// exitOwner is the process that an exit record by PID ends, or nil: the owner
// of the PID; but where only the other log knows that process, the one whose
// exit the other log has at the same moment.
func (p *processes) exitOwner(e *event) *lifetime {
	owner := p.lastBefore(e.pid, e, nil)
	if owner == nil || owner.security == nil {
		for _, l := range p.byPID[e.pid] {
			if len(l.ends) == 1 && l.ends[0].Log != e.Log && near(l.ends[0].at, e.at) <= exitSlack && sameFile(l.image(), e.Text(graph.Image)) {
				return l
			}
		}
	}
	if owner == nil || !sameFile(owner.image(), e.Text(graph.Image)) || !p.sameBoot(owner, e) {
		return nil
	}
	for _, end := range owner.ends {
		if end.Log == e.Log || near(end.at, e.at) > secondExit {
			return nil
		}
	}
	return owner
}

// stubFromExit adds a process of which only the end was logged.
func (p *processes) stubFromExit(e *event) {
	after := p.lastBefore(e.pid, e, nil)
	l := &lifetime{pid: e.pid, ends: []*event{e}, since: after, gap: fmt.Sprintf("x/%d/%x", p.boots.epoch(e), e.ID[:6])}
	p.all = append(p.all, l)
	list := p.byPID[e.pid]
	i := slices.Index(list, after) + 1
	p.byPID[e.pid] = slices.Insert(list, i, l)
}

// sortEnds puts Sysmon's record first, then by time.
func sortEnds(ends []*event) {
	slices.SortStableFunc(ends, func(a, b *event) int {
		return cmp.Or(firstIf(a.Log == "sysmon", b.Log == "sysmon"), compareEvents(a, b))
	})
}

// closeLifetimes finds what ended each process without an exit record: the next
// owner of its PID, or a boot.
func (p *processes) closeLifetimes() []problem {
	pids := make([]int64, 0, len(p.byPID))
	for pid := range p.byPID {
		pids = append(pids, pid)
	}
	slices.Sort(pids)
	var reused []*lifetime
	for _, pid := range pids {
		list := p.byPID[pid]
		var later *lifetime
		for _, l := range slices.Backward(list) {
			n, _ := p.boots.epochOf(l)
			l.boot = p.boots.beginning(n)
			l.next = later
			if l.observed() {
				later = l
			}
		}
		for _, l := range list {
			if l.observed() && l.next != nil && p.boots.epoch(l.creation()) == p.boots.epoch(l.next.creation()) {
				reused = append(reused, l.next)
				break
			}
		}
	}
	return reuseProblem(reused)
}

// reuseProblem tells of PIDs that were given out again. Windows does so all the
// time: one warning for the host is enough, about the process where it is one.
func reuseProblem(reused []*lifetime) []problem {
	switch len(reused) {
	case 0:
		return nil
	case 1:
		return []problem{{class: graph.PIDReused, about: reused[0],
			detail: fmt.Sprintf("PID %d was given to more than one process; each child was placed by time", reused[0].pid)}}
	}
	return []problem{{class: graph.PIDReused, name: "all",
		detail: fmt.Sprintf("%d PIDs were given to more than one process (the first is %d); each child was placed by time", len(reused), reused[0].pid)}}
}

// endNotAfter bounds the end of a process without an exit record.
func (l *lifetime) endNotAfter() graph.Time {
	bound := l.boot
	if l.next != nil && l.next.at.Known() && (!bound.Known() || l.next.at.Before(bound)) {
		bound = l.next.at
	}
	return bound
}
