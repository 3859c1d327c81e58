package resolve

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// youngerSlack is how much younger than its child a parent named by GUID may
// look: creation times come from two records.
const youngerSlack = time.Second

// ownerAt is the lifetime of a PID that was open when e happened, if it may
// have that image. A later creation on the PID closes the earlier one; a boot
// closes all. after is the last lifetime that began before e, open or not.
func (p *processes) ownerAt(pid int64, image string, e *event, self *lifetime) (owner, after *lifetime) {
	after = p.lastBefore(pid, e, self)
	if next := p.unseenAfter(after, image, e); next != nil {
		return next, after
	}
	if after == nil || after.endedBefore(e) || !sameFile(after.image(), image) || !p.sameBoot(after, e) {
		return nil, after
	}
	return after, after
}

// unseenAfter is the process of which only the exit was seen and that followed
// l on its PID at an unknown moment, when the image speaks for it and against l.
func (p *processes) unseenAfter(l *lifetime, image string, e *event) *lifetime {
	if l == nil || image == "" || len(l.ends) > 0 || sameFile(l.image(), image) {
		return nil
	}
	for _, next := range p.byPID[l.pid] {
		if next.since == l && sameFile(next.image(), image) && !next.endedBefore(e) && p.sameBoot(next, e) {
			return next
		}
	}
	return nil
}

// lastBefore is the last lifetime of a PID that began before e. The list is in
// order of time but for what record order moved, by orderSpan at the most: what
// is later than twice that needs no look.
func (p *processes) lastBefore(pid int64, e *event, self *lifetime) *lifetime {
	if pid < 0 {
		return nil
	}
	list := p.byPID[pid]
	from := len(list)
	if e.at.Known() {
		limit := e.at.Add(2 * orderSpan).Ticks
		from = sort.Search(len(list), func(i int) bool { return list[i].at.Ticks > limit })
	}
	for _, l := range slices.Backward(list[:from]) {
		if l != self && l.beganBefore(e) {
			return l
		}
	}
	return nil
}

// sameBoot says whether no boot lies between l and e.
func (p *processes) sameBoot(l *lifetime, e *event) bool {
	n, known := p.boots.epochOf(l)
	return !known || n == p.boots.epoch(e)
}

// reference is a process that a record names by PID and, perhaps, image.
type reference struct {
	pid   int64
	image string
	by    *event
	self  *lifetime
}

// stretch names the part of a PID's history that no known process owned and in
// which r falls: its boot and the lifetime before it.
func (p *processes) stretch(r reference, after *lifetime) string {
	if r.pid == 0 || r.pid == 4 {
		return fmt.Sprintf("%d", p.boots.epoch(r.by))
	}
	return fmt.Sprintf("%d/%s", p.boots.epoch(r.by), gapAfter(after))
}

// noteImages gathers which images are named for each stretch, so that a
// reference without an image joins the stub of its stretch when there is just one.
func (p *processes) noteImages(r reference) {
	if r.pid < 0 || r.image == "" {
		return
	}
	if owner, after := p.ownerAt(r.pid, r.image, r.by, r.self); owner == nil {
		key := fmt.Sprintf("%d/%s", r.pid, p.stretch(r, after))
		base := baseName(r.image)
		if have, ok := p.imageOf[key]; ok && have != base {
			base = ""
		}
		p.imageOf[key] = base
	}
}

// noteParentImages notes the images of the parents that l's records name by PID alone.
func (p *processes) noteParentImages(l *lifetime) {
	named := ""
	if l.sysmon != nil {
		named = l.sysmon.Text(graph.ParentPID)
		if l.sysmon.Text(graph.ParentGUID) == "" {
			p.noteImages(reference{pidOf(l.sysmon.Text(graph.ParentPID)), l.sysmon.Text(graph.ParentImage), l.sysmon, l})
		}
	}
	if l.security != nil && l.security.Text(graph.ParentPID) != named {
		p.noteImages(reference{pidOf(l.security.Text(graph.ParentPID)), l.security.Text(graph.ParentImage), l.security, l})
	}
}

// ownerOrStub is ownerAt, or a stub: one for each stretch and image.
func (p *processes) ownerOrStub(r reference) *lifetime {
	owner, after := p.ownerAt(r.pid, r.image, r.by, r.self)
	if owner != nil {
		return owner
	}
	// Without a PID there is nothing to join by: a stub for this record alone.
	key := fmt.Sprintf("?/%s/%x", baseName(r.image), r.by.ID)
	if r.pid >= 0 {
		key = fmt.Sprintf("%d/%s", r.pid, p.stretch(r, after))
		base := baseName(r.image)
		if base == "" {
			base = p.imageOf[key]
		}
		if r.pid != 0 && r.pid != 4 {
			key += "/" + base
		}
	}
	l := p.stubs[key]
	if l == nil {
		l = &lifetime{pid: r.pid, gap: key}
		p.stubs[key] = l
		p.all = append(p.all, l)
	}
	l.quotedBy = append(l.quotedBy, r.by)
	return l
}

// gapAfter names the stretch of a PID that begins when l is over.
func gapAfter(l *lifetime) string {
	switch {
	case l == nil:
		return ""
	case l.guid != "":
		return l.guid
	case l.observed():
		return fmt.Sprintf("%d", l.at.Ticks)
	}
	return l.gap
}

// linkParents gives each observed process its parent: by GUID, else by PID and
// time. Where the two logs name different parents both are kept as claims.
func (p *processes) linkParents() (warnings []problem) {
	children := slices.Clone(p.all)
	slices.SortFunc(children, compareLifetimes)
	for _, l := range children {
		p.noteParentImages(l)
	}
	for _, l := range children {
		if l.observed() {
			warnings = append(warnings, p.linkParent(l)...)
		}
	}
	return append(warnings, p.cutCycles(children)...)
}

func (p *processes) linkParent(l *lifetime) (warnings []problem) {
	var bySysmon, bySecurity *lifetime
	if l.sysmon != nil {
		bySysmon = p.sysmonParent(l)
		if l.sysmon.Text(graph.ParentGUID) == "" && l.sysmon.Text(graph.ParentPID) != "" && !l.sysmon.has(graph.SchemaMismatch) {
			warnings = append(warnings, problem{class: graph.ParentGUIDMissing, about: l,
				detail: "the parent has no ProcessGuid in the record; it was found by its PID and time"})
		}
	}
	if l.security != nil {
		bySecurity = p.securityParent(l, bySysmon)
	}
	l.parent = bySysmon
	l.via = "pid-time"
	if bySysmon == nil {
		l.parent = bySecurity
	} else if l.guid != "" && bySysmon.guid != "" && l.sysmon.Text(graph.ParentGUID) == bySysmon.guid {
		l.via = "guid"
	}
	if bySysmon != nil && bySecurity != nil && bySysmon != bySecurity {
		l.claims = []claim{{bySysmon, "sysmon"}, {bySecurity, "security"}}
		warnings = append(warnings, problem{class: graph.ParentMismatch, about: l,
			detail: "Sysmon and the Security log name different parents; the tree follows Sysmon"})
	}
	if l.parent == nil {
		l.via = ""
		return warnings
	}
	return append(warnings, l.dropImpossibleParent(p.stepped)...)
}

// sysmonParent is the parent that Sysmon names.
func (p *processes) sysmonParent(l *lifetime) *lifetime {
	pid := pidOf(l.sysmon.Text(graph.ParentPID))
	if guid := l.sysmon.Text(graph.ParentGUID); guid != "" {
		return p.stubByGUID(guid, pid)
	}
	image := l.sysmon.Text(graph.ParentImage)
	if pid < 0 && image == "" {
		return nil
	}
	return p.ownerOrStub(reference{pid, image, l.sysmon, l})
}

// securityParent is the creator that 4688 names. sysmon is what Sysmon says:
// where the PIDs agree there is one parent.
func (p *processes) securityParent(l *lifetime, sysmon *lifetime) *lifetime {
	pid := pidOf(l.security.Text(graph.ParentPID))
	image := l.security.Text(graph.ParentImage)
	if sysmon != nil && (pid < 0 || sysmon.pid < 0 || sysmon.pid == pid && sameFile(sysmon.image(), image)) {
		return sysmon
	}
	if pid < 0 && image == "" {
		return nil
	}
	return p.ownerOrStub(reference{pid, image, l.security, l})
}

// dropImpossibleParent removes a parent that is the process itself or began
// after it. stepped says that the host's clock was set back.
func (l *lifetime) dropImpossibleParent(stepped bool) []problem {
	detail := ""
	switch {
	case l.parent == l:
		detail = "the record names the process as its own parent; the link was left out"
	case l.parent.observed() && !l.parent.canBeParentOf(l, stepped && l.via == "guid"):
		detail = "the record names a parent that began later; the link was left out"
	default:
		return nil
	}
	l.parent, l.via = nil, ""
	return []problem{{class: graph.ParentCycle, about: l, detail: detail}}
}

// canBeParentOf says whether l began no later than child, by record order or by
// time. clockLies says that the time counts only where record order agrees: a
// ProcessGuid is stronger than a clock that was set back.
func (l *lifetime) canBeParentOf(child *lifetime, clockLies bool) bool {
	contradicted := false
	for _, e := range child.creations() {
		for _, c := range l.creations() {
			ordered, before := c.recordOrder(e)
			if ordered && before {
				return true
			}
			contradicted = contradicted || ordered
		}
	}
	if clockLies && !contradicted {
		return true
	}
	return !l.at.Known() || !child.at.Known() || l.at.Sub(child.at) <= youngerSlack+precision(child.at)
}

// cutCycles removes, from each loop that is left, the link of its oldest member.
func (p *processes) cutCycles(ordered []*lifetime) (warnings []problem) {
	walk := int32(0)
	for _, l := range ordered {
		walk++
		for step := l; step != nil && step.walk == 0; step = step.parent {
			step.walk = walk
			if step.parent != nil && step.parent.walk == walk {
				oldest := oldestOf(step.parent)
				oldest.parent, oldest.via = nil, ""
				warnings = append(warnings, problem{class: graph.ParentCycle, about: oldest,
					detail: "the records make the process its own ancestor; the link of the oldest was left out"})
				break
			}
		}
	}
	return warnings
}

// oldestOf is the first member of the loop that begins at l.
func oldestOf(l *lifetime) *lifetime {
	oldest := l
	for step := l.parent; step != l; step = step.parent {
		if compareLifetimes(step, oldest) < 0 {
			oldest = step
		}
	}
	return oldest
}
