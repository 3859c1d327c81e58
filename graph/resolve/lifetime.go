package resolve

import (
	"cmp"
	"slices"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// lifetime is one process being resolved: from its creation records, its exit
// records, or only from what others say of it.
type lifetime struct {
	guid string
	pid  int64 // -1: not known
	// sysmon and security are its creation records.
	sysmon, security *event
	// ends are its exit records, first first.
	ends []*event
	// children quote it as their parent; the first in canonical order lends its words.
	quotedBy []*event
	// gap tells stubs of one PID apart, see stubFor.
	gap string

	parent *lifetime
	via    string
	claims []claim

	// at is the start, or the hint of the GUID for what was not observed.
	at graph.Time
	// since is the owner of the PID before it, where only its exit was seen.
	since *lifetime
	// next is the later owner of the PID, boot the boot that ended it.
	next     *lifetime
	boot     graph.Time
	collided bool // another process has its GUID
	services bool // its image is services.exe; set when nodes are made
	// walk marks what cutCycles has seen, place is the index in the order of keys.
	walk, place int32

	session *session
	user    account
	key     string
}

// claim is a parent that one log names.
type claim struct {
	parent *lifetime
	log    string
}

// observed says whether the process has its own creation record.
func (l *lifetime) observed() bool { return l.sysmon != nil || l.security != nil }

// creation is the record that leads: Sysmon's, else the Security log's.
func (l *lifetime) creation() *event {
	if l.sysmon != nil {
		return l.sysmon
	}
	return l.security
}

// creations are its creation records.
func (l *lifetime) creations() []*event {
	var all []*event
	if l.sysmon != nil {
		all = append(all, l.sysmon)
	}
	if l.security != nil {
		all = append(all, l.security)
	}
	return all
}

// image is what is known of its image: its own records first.
func (l *lifetime) image() string {
	for _, e := range l.creations() {
		if v := e.Text(graph.Image); v != "" {
			return v
		}
	}
	for _, e := range l.ends {
		if v := e.Text(graph.Image); v != "" {
			return v
		}
	}
	return l.quoted(graph.ParentImage)
}

// quoted is the first value that a child gives for a field of its parent.
func (l *lifetime) quoted(f graph.Field) string {
	for _, e := range l.quotedBy {
		if v := quote(e, f, l); v != "" {
			return v
		}
	}
	return ""
}

// quote is what e says of l in field f. A logon attempt names its process in
// the fields of a process.
func quote(e *event, f graph.Field, l *lifetime) string {
	if e.Event != graph.ProcessStart {
		if f == graph.ParentImage {
			return e.Text(graph.Image)
		}
		return ""
	}
	return e.Text(f)
}

// beganBefore says whether l began at or before e; by record order where both
// have a record in one channel.
func (l *lifetime) beganBefore(e *event) bool {
	for _, c := range l.creations() {
		if ordered, before := c.recordOrder(e); ordered {
			return before
		}
	}
	if l.since != nil {
		// It began when the owner before it was gone; as long as no end of that one is known, that one has the PID.
		return len(l.since.ends) > 0 && l.since.ends[0].precedes(e)
	}
	return notAfter(l.at, e.at)
}

// exitSlack is how long after its end a process may still be named as a
// parent: exit and creation are logged by different paths.
const exitSlack = 2 * time.Second

// endedBefore says whether l was gone when e happened.
func (l *lifetime) endedBefore(e *event) bool {
	if len(l.ends) == 0 {
		return false
	}
	end := l.ends[0]
	if ordered, before := end.recordOrder(e); ordered {
		return before && (!end.at.Known() || !e.at.Known() || e.at.Sub(end.at) > exitSlack || e.at.Before(end.at))
	}
	return end.at.Known() && e.at.Known() && e.at.Sub(end.at) > exitSlack
}

// compareLifetimes is the canonical order of lifetimes: start, GUID, PID, first record.
func compareLifetimes(a, b *lifetime) int {
	if c := cmp.Or(cmp.Compare(a.at.Ticks, b.at.Ticks), cmp.Compare(a.guid, b.guid), cmp.Compare(a.pid, b.pid), cmp.Compare(a.gap, b.gap)); c != 0 {
		return c
	}
	x, y := a.creation(), b.creation()
	switch {
	case x != nil && y != nil:
		return compareEvents(x, y)
	case x != nil:
		return 1
	case y != nil:
		return -1
	}
	return cmp.Compare(a.image(), b.image())
}

// maxMoves bounds how often orderByRecords moves lifetimes of one PID: clocks are set
// back now and then, not at every start. What is left over stays in order of the clock.
const maxMoves = 1_000_000

// orderByRecords puts lifetimes of one PID in order: canonical order first,
// then record order where it contradicts the clock.
func orderByRecords(list []*lifetime) {
	slices.SortFunc(list, compareLifetimes)
	moves := 0
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && moves < maxMoves && outranks(list[j], list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
			moves++
		}
	}
}

// outranks says whether record order puts a before b.
func outranks(a, b *lifetime) bool {
	for _, x := range a.creations() {
		for _, y := range b.creations() {
			if ordered, before := x.recordOrder(y); ordered {
				return before
			}
		}
	}
	return false
}
