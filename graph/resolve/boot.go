package resolve

import (
	"slices"
	"sort"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// boot is one start of the operating system.
type boot struct {
	// from is the record of the first process that may belong to it, else mark; mark is the record that logged it.
	from, mark *event
}

// boots are the boots of one host, in the order in which they happened.
type boots struct {
	list []boot
	// stepped says that the host's clock was set back: times alone then do not tell
	// what was before a boot.
	stepped bool
}

// bootLead is how long before its first Security record (4608) a boot's first
// processes may have begun; bootCluster is how far apart the records of one
// boot may be (Kernel-General 12, 4608, 6005).
const (
	bootLead    = 15 * time.Second
	bootCluster = 2 * time.Minute
)

// bootProcesses come up before 4608 is written.
var bootProcesses = map[string]bool{
	"system": true, "registry": true, "smss.exe": true, "csrss.exe": true, "wininit.exe": true, "winlogon.exe": true,
	"services.exe": true, "lsass.exe": true, "lsaiso.exe": true, "memory compression": true, "memcompression": true, "secure system": true,
	"autochk.exe": true, "setupcl.exe": true,
}

// maxStepped is up to how many boot records of a host whose clock was set back record
// order is asked: each is compared with many records. A machine that is started ten
// times a day has so many in a year; beyond it the clock alone tells.
const maxStepped = 4000

// findBoots joins the boot records to boots, in order. 6005 also says that the
// log service was restarted: it counts only where nothing better is there.
// stepped says that the clock was set back somewhere in the events.
func findBoots(events []*event, stepped bool) boots {
	marks := bootRecords(events)
	stepped = stepped && len(marks) <= maxStepped
	if stepped {
		orderBoots(marks)
	}
	b := boots{stepped: stepped}
	for _, e := range marks {
		if n := len(b.list); n > 0 && b.list[n-1].loggedBy(e, stepped) {
			continue
		}
		b.list = append(b.list, boot{from: e, mark: e})
	}
	for _, e := range events {
		if e.Event == graph.ProcessStart && bootProcesses[baseName(e.Text(graph.Image))] {
			b.pullBack(e)
		}
	}
	return b
}

// bootRecords are the records of boots, by time.
func bootRecords(events []*event) (marks []*event) {
	strong := false
	for _, e := range events {
		if e.Event == graph.Boot && e.at.Known() {
			marks = append(marks, e)
			strong = strong || e.EventID != 6005
		}
	}
	if strong {
		marks = slices.DeleteFunc(marks, func(e *event) bool { return e.EventID == 6005 })
	}
	return marks
}

// orderBoots puts the records of boots in record order where it contradicts the clock.
func orderBoots(marks []*event) {
	for i := 1; i < len(marks); i++ {
		for j := i; j > 0 && marks[j-1].comesAfter(marks[j]); j-- {
			marks[j], marks[j-1] = marks[j-1], marks[j]
		}
	}
}

// loggedBy says whether e is another record of the boot. Where the clock was
// set back, a second record of one kind is another boot, however near by the clock.
func (b boot) loggedBy(e *event, stepped bool) bool {
	if stepped && e.EventID == b.mark.EventID && b.mark.comesBefore(e) {
		return false
	}
	return e.at.Sub(b.mark.at).Abs() <= bootCluster
}

// pullBack moves the beginning of the boot that the process start e belongs to back to e.
func (b *boots) pullBack(e *event) {
	if !e.at.Known() {
		return
	}
	i := sort.Search(len(b.list), func(i int) bool { return !b.list[i].mark.at.Before(e.at) })
	if b.stepped {
		i = slices.IndexFunc(b.list, func(c boot) bool {
			return !c.mark.at.Before(e.at) && c.mark.at.Sub(e.at) <= bootLead && !c.mark.comesBefore(e)
		})
	}
	if i < 0 || i >= len(b.list) {
		return
	}
	if c := &b.list[i]; c.mark.at.Sub(e.at) <= bootLead && e.at.Before(c.from.at) {
		c.from = e
	}
}

// epoch is the number of boots that had begun when e happened. Events without a
// time belong to the first, unless record order tells.
func (b *boots) epoch(e *event) int {
	if !b.stepped {
		return b.epochAt(e.at)
	}
	for i := len(b.list); i > 0; i-- {
		if b.list[i-1].hadBegun(e) {
			return i
		}
	}
	return 0
}

// hadBegun says whether the boot had begun when e happened: by record order
// where it tells, else by time.
func (b boot) hadBegun(e *event) bool {
	switch {
	case e == b.from, e == b.mark, b.from.comesBefore(e), b.mark.comesBefore(e):
		return true
	case b.from.comesAfter(e):
		return false
	case b.mark.comesAfter(e) && e.at.Sub(b.mark.at) > stepBack:
		return false // logged before the boot, by a clock that was set back since
	}
	return e.at.Known() && notAfter(b.from.at, e.at)
}

// epochAt is the number of boots that had begun at t by the clock. Unknown times belong to the first.
func (b *boots) epochAt(t graph.Time) int {
	if b.stepped {
		for i := len(b.list); i > 0; i-- {
			if t.Known() && notAfter(b.list[i-1].from.at, t) {
				return i
			}
		}
		return 0
	}
	return sort.Search(len(b.list), func(i int) bool {
		return !t.Known() || b.list[i].from.at.Ticks > t.Ticks+int64(precision(t)/100)
	})
}

// epochOf is the boot of a lifetime: of its creation, else of its end, else of
// the moment that its GUID tells.
func (b *boots) epochOf(l *lifetime) (n int, known bool) {
	switch c := l.creation(); {
	case c != nil && l.at.Known():
		return b.epoch(c), true
	case l.at.Known():
		return b.epochAt(l.at), true
	case len(l.ends) > 0:
		return b.epoch(l.ends[0]), l.ends[0].at.Known()
	}
	return 0, false
}

// beginning is when boot n+1 began, the one after epoch n; unknown where there is none.
func (b *boots) beginning(n int) graph.Time {
	if n < len(b.list) {
		return b.list[n].from.at
	}
	return graph.Time{}
}
