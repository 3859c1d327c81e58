package resolve

import (
	"slices"
	"sort"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// boot is one start of the operating system.
type boot struct {
	// from is when its first process may have begun, mark when it was logged.
	from, mark graph.Time
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

// findBoots joins the boot records to boots, in order. 6005 also says that the
// log service was restarted: it counts only where nothing better is there.
func findBoots(events []*event) []boot {
	var marks []*event
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
	var boots []boot
	for _, e := range marks {
		if n := len(boots); n > 0 && e.at.Sub(boots[n-1].mark) <= bootCluster {
			continue
		}
		boots = append(boots, boot{from: e.at, mark: e.at})
	}
	for _, e := range events {
		if e.Event == graph.ProcessStart && bootProcesses[baseName(e.Text(graph.Image))] {
			pullBack(boots, e.at)
		}
	}
	return boots
}

// pullBack moves the beginning of the boot that t belongs to back to t.
func pullBack(boots []boot, t graph.Time) {
	i := sort.Search(len(boots), func(i int) bool { return !boots[i].mark.Before(t) })
	if i < len(boots) && t.Known() && boots[i].mark.Sub(t) <= bootLead && t.Before(boots[i].from) {
		boots[i].from = t
	}
}

// epoch is the number of boots that had begun at t. Unknown times belong to the first.
func epoch(boots []boot, t graph.Time) int {
	return sort.Search(len(boots), func(i int) bool {
		return !t.Known() || boots[i].from.Ticks > t.Ticks+int64(precision(t)/100)
	})
}

// nextBoot is the beginning of the first boot after t.
func nextBoot(boots []boot, t graph.Time) graph.Time {
	if n := epoch(boots, t); n < len(boots) {
		return boots[n].from
	}
	return graph.Time{}
}
