package resolve

import (
	"time"

	"github.com/procgraph/procgraph/graph"
)

// processes is the table of one host's lifetimes.
type processes struct {
	all    []*lifetime
	byGUID map[string][]*lifetime
	byPID  map[int64][]*lifetime // ordered by orderByRecords once assembled
	stubs  map[string]*lifetime  // by stretch and image
	// imageOf is the one image named for a stretch; "" where several are.
	imageOf map[string]string
	boots   *boots
	// stepped says that the host's clock was set back.
	stepped bool
}

// assemble builds the lifetimes that have creation records, joins the two logs,
// adds the stubs that GUIDs name, and finds the boots. Events are in canonical order.
func assemble(events []*event, steps map[string][]clockStep) *processes {
	p := &processes{byGUID: map[string][]*lifetime{}, byPID: map[int64][]*lifetime{}, stubs: map[string]*lifetime{}, imageOf: map[string]string{}, stepped: len(steps) > 0}
	var unnamed, security []*event
	for _, e := range events {
		if e.Event != graph.ProcessStart {
			continue
		}
		switch {
		case e.Log != "sysmon":
			security = append(security, e)
		case e.Text(graph.ProcessGUID) == "":
			unnamed = append(unnamed, e)
		default:
			p.addSysmonStart(e)
		}
	}
	for _, e := range unnamed {
		p.add(&lifetime{pid: e.pid, sysmon: e, at: e.at})
	}
	p.addNamedStubs(events)
	p.joinSecurity(security)
	p.markCollisions()
	if p.stepped {
		p.alignChannels(events, steps)
	}
	boots := findBoots(events, p.stepped)
	p.boots = &boots
	for _, list := range p.byPID {
		orderByRecords(list)
	}
	return p
}

func (p *processes) add(l *lifetime) *lifetime {
	p.all = append(p.all, l)
	if l.guid != "" {
		p.byGUID[l.guid] = append(p.byGUID[l.guid], l)
	}
	if l.pid >= 0 {
		p.byPID[l.pid] = append(p.byPID[l.pid], l)
	}
	return l
}

// addSysmonStart adds a start with a GUID; a second record of the same GUID and
// PID is the same process. The PID tells collisions apart (microsoft/SysmonForLinux#84).
func (p *processes) addSysmonStart(e *event) {
	guid := e.Text(graph.ProcessGUID)
	for _, l := range p.byGUID[guid] {
		if l.pid == e.pid || l.pid < 0 || e.pid < 0 {
			l.sysmon.addCopy(e)
			return
		}
	}
	p.add(&lifetime{guid: guid, pid: e.pid, sysmon: e, at: e.at})
}

// named finds the lifetime of a GUID; pid chooses where several share it.
func (p *processes) named(guid string, pid int64) *lifetime {
	list := p.byGUID[guid]
	for _, l := range list {
		if l.pid == pid {
			return l
		}
	}
	if len(list) == 1 && (pid < 0 || list[0].pid < 0) {
		return list[0]
	}
	if len(list) > 0 && pid < 0 {
		return list[0]
	}
	return nil
}

// addNamedStubs adds what is known only by GUID: parents, and exits without a start.
func (p *processes) addNamedStubs(events []*event) {
	for _, e := range events {
		switch e.Event {
		case graph.ProcessEnd:
			if guid := e.Text(graph.ProcessGUID); guid != "" {
				p.stubByGUID(guid, e.pid)
			}
		case graph.ProcessStart:
			if guid := e.Text(graph.ParentGUID); guid != "" {
				l := p.stubByGUID(guid, pidOf(e.Text(graph.ParentPID)))
				if !l.observed() {
					l.quotedBy = append(l.quotedBy, e)
				}
			}
		}
	}
}

// stubByGUID is the lifetime of a GUID, added as a stub where it is new.
func (p *processes) stubByGUID(guid string, pid int64) *lifetime {
	if l := p.named(guid, pid); l != nil {
		if l.pid < 0 && pid >= 0 && !l.observed() {
			l.pid = pid
			p.byPID[pid] = append(p.byPID[pid], l)
		}
		return l
	}
	hint, _ := graph.GUIDSecond(guid)
	return p.add(&lifetime{guid: guid, pid: pid, at: hint})
}

// near is how far apart two times are; very far when one is unknown.
func near(a, b graph.Time) time.Duration {
	if !a.Known() || !b.Known() {
		return 1 << 62
	}
	return a.Sub(b).Abs()
}

// markCollisions notes the GUIDs that stand for more than one process.
func (p *processes) markCollisions() {
	for _, list := range p.byGUID {
		if len(list) > 1 {
			for _, l := range list {
				l.collided = true
			}
		}
	}
}
