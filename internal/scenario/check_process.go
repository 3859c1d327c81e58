package scenario

import (
	"fmt"
	"strings"
	"time"
)

func parseMoment(text string) (time.Time, error) { return time.Parse(time.RFC3339Nano, text) }

// wantStart is the start that a graph can know.
func (p *ProcessTruth) wantStart() ticksTime {
	if p.Recorded&SysmonStart != 0 {
		return ticksTime(ticks(p.Start).wholeMilliseconds())
	}
	return p.AuditStart
}

// describe names a process of the truth in a difference.
func (t *Truth) describe(i int32) string {
	p := &t.Processes[i]
	return fmt.Sprintf("%s pid %d %s started %s", t.Hosts[p.Host].NetBIOS, p.PID, p.Image[strings.LastIndexByte(p.Image, '\\')+1:],
		p.Start.Time().Format(time.RFC3339Nano))
}

// process binds an exported process to the truth's and compares the two.
func (c *checker) process(l *exportLine) {
	host, ok := c.hosts[c.hash(l.Host)]
	if !ok {
		c.differ("process", l.Key, "on a host that is not in the truth: %s", l.Host)
		return
	}
	i, ok := c.bind(host, l)
	if !ok {
		return
	}
	c.nodes[c.hash(l.Key)] = i
	if i < 0 {
		return
	}
	if c.seen[i] < 255 {
		c.seen[i]++
	}
	p := &c.t.Processes[i]
	if l.PID != nil && *l.PID != int64(p.PID) {
		c.differ("process", c.t.describe(i), "pid %d", *l.PID)
	}
	if l.Image != "" && !strings.EqualFold(l.Image, p.Image) {
		c.differ("process", c.t.describe(i), "image %q, want %q", l.Image, p.Image)
	}
	if l.Observed != p.Observed() {
		c.differ("process", c.t.describe(i), "observed %t, want %t", l.Observed, p.Observed())
		return
	}
	if !l.Observed {
		return
	}
	c.values(i, p, l)
	c.edges = append(c.edges, edge{i, c.hash(l.Parent)})
	if p.Claimed >= 0 {
		for _, claim := range l.ParentClaims {
			c.claims[i] = append(c.claims[i], c.hash(claim.Parent))
		}
	}
}

// bind finds the truth's process. A stub without a GUID gets a negative number
// until a child says which process it is.
func (c *checker) bind(host int32, l *exportLine) (int32, bool) {
	if g, ok := parseGUID(l.GUID); ok {
		if i, ok := c.byGUID[guidKey{host, g}]; ok {
			return i, true
		}
		c.differ("process", l.Key, "its GUID is not in the truth: %s", l.GUID)
		return 0, false
	}
	pid := int64(-1)
	if l.PID != nil {
		pid = *l.PID
	}
	if l.Observed {
		if i, ok := c.byAudit[auditKey{host, uint32(pid), at(l.Start)}]; ok {
			return i, true
		}
		c.differ("process", l.Key, "no process of %s has pid %d and began at %s", c.t.Hosts[host].NetBIOS, pid, l.Start)
		return 0, false
	}
	c.stubs = append(c.stubs, stubNode{host, pid, l.Image, -1})
	return noProcess - int32(len(c.stubs)-1), true
}

// values compares what the records say of an observed process.
func (c *checker) values(i int32, p *ProcessTruth, l *exportLine) {
	if l.Image == "" {
		c.differ("process", c.t.describe(i), "no image")
	}
	if l.CommandLine != p.CommandLine {
		c.differ("process", c.t.describe(i), "command line %q, want %q", l.CommandLine, p.CommandLine)
	}
	if got := at(l.Start); got != p.wantStart() {
		c.differ("process", c.t.describe(i), "start %s, want %s", l.Start, p.wantStart().Time().Format(time.RFC3339Nano))
	}
	c.end(i, p, l)
	if wrong := c.isUser(l.User, p.User); wrong != "" {
		c.differ("process", c.t.describe(i), "%s", wrong)
	}
	if l.StartedBy != "" && p.StartedBy < 0 {
		c.differ("process", c.t.describe(i), "started by %s, want nobody else", l.StartedBy)
	} else if p.StartedBy >= 0 && (p.Recorded&AuditStart != 0 || l.StartedBy != "") {
		if wrong := c.isUser(l.StartedBy, p.StartedBy); wrong != "" {
			c.differ("process", c.t.describe(i), "started by: %s", wrong)
		}
	}
	if wrong := c.inSession(l.Session, p.Session); wrong != "" {
		c.differ("process", c.t.describe(i), "%s", wrong)
	}
}

// end accepts the time of either exit record, and no end without one; an upper
// bound must not be before the true end.
func (c *checker) end(i int32, p *ProcessTruth, l *exportLine) {
	got := at(l.End)
	right := got == 0 && p.Recorded&(SysmonEnd|AuditEnd) == 0 ||
		got != 0 && p.Recorded&SysmonEnd != 0 && got == ticksTime(ticks(p.End).wholeMilliseconds()) ||
		got != 0 && p.Recorded&AuditEnd != 0 && got == p.AuditEnd
	if !right {
		c.differ("process", c.t.describe(i), "end %q, truly %s, records %04b", l.End, p.End.Time().Format(time.RFC3339Nano), p.Recorded)
	}
	if bound := at(l.EndNotAfter); bound != 0 && (p.End == 0 || bound < ticksTime(ticks(p.End).wholeMilliseconds())) {
		c.differ("process", c.t.describe(i), "ended not after %s, truly %s", l.EndNotAfter, p.End.Time().Format(time.RFC3339Nano))
	}
}

// parents compares the edges when all nodes are known.
func (c *checker) parents() {
	stubOf := map[int32]keyHash{}
	for _, e := range c.edges {
		p := &c.t.Processes[e.child]
		if wrong := c.parent(e, p, stubOf); wrong != "" {
			c.differ("process", c.t.describe(e.child), "%s", wrong)
		}
		if p.Claimed >= 0 {
			c.claimed(e.child, p)
		}
	}
}

// parent says what is wrong with an edge.
func (c *checker) parent(e edge, p *ProcessTruth, stubOf map[int32]keyHash) string {
	if p.Parent < 0 {
		return ""
	}
	if e.parent == 0 {
		return "no parent, want " + c.t.describe(p.Parent)
	}
	got, known := c.nodes[e.parent]
	switch {
	case !known:
		return "its parent has no line"
	case got == p.Parent || p.Claimed >= 0 && got == p.Claimed:
		return ""
	case got >= 0:
		return "parent " + c.t.describe(got) + ", want " + c.t.describe(p.Parent)
	case c.t.Processes[p.Parent].Observed():
		return "parent is a stub, want the observed " + c.t.describe(p.Parent)
	}
	return c.stubParent(&c.stubs[noProcess-got], e, p, stubOf)
}

// stubParent binds a stub to the process that its first child means, and
// holds all other children to it.
func (c *checker) stubParent(s *stubNode, e edge, p *ProcessTruth, stubOf map[int32]keyHash) string {
	parent := &c.t.Processes[p.Parent]
	if s.host != parent.Host || s.pid != int64(parent.PID) {
		return fmt.Sprintf("parent is a stub with pid %d, want %s", s.pid, c.t.describe(p.Parent))
	}
	if s.image != "" && !strings.EqualFold(s.image, parent.Image) {
		return fmt.Sprintf("parent is a stub of %s, want %s", s.image, c.t.describe(p.Parent))
	}
	if s.is < 0 {
		s.is = p.Parent
	}
	if s.is != p.Parent {
		return "parent is the stub of " + c.t.describe(s.is) + ", want one of " + c.t.describe(p.Parent)
	}
	if first, ok := stubOf[p.Parent]; ok && first != e.parent {
		return "parent " + c.t.describe(p.Parent) + " has two stubs"
	}
	stubOf[p.Parent] = e.parent
	return ""
}

// claimed wants both parents of a child of whom the records disagree.
func (c *checker) claimed(child int32, p *ProcessTruth) {
	if p.Recorded&SysmonStart == 0 || p.Recorded&AuditStart == 0 {
		return
	}
	var both [2]bool
	for _, key := range c.claims[child] {
		if got, ok := c.nodes[key]; ok {
			both[0] = both[0] || got == p.Parent
			both[1] = both[1] || got == p.Claimed
		}
	}
	if !both[0] || !both[1] {
		c.differ("process", c.t.describe(child), "parent_claims lack one of %s and %s", c.t.describe(p.Parent), c.t.describe(p.Claimed))
	}
}
