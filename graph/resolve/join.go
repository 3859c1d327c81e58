package resolve

import (
	"cmp"
	"slices"
	"sort"

	"github.com/procgraph/procgraph/graph"
)

// mergeSpan is how far apart Sysmon and the Security log may put one start.
const mergeSpan = 2 * graph.TicksPerSecond

// maxPairs bounds the candidates that one PID has for being one start. No system
// gives a PID away so often in mergeSpan; records that say so are joined in order.
const maxPairs = 10_000

// pair is a lifetime and a 4688 that may be one start.
type pair struct {
	l       *lifetime
	e       *event
	oneName bool
}

// joinSecurity binds each 4688 to the lifetime that Sysmon knows of the same
// start: same PID and file, nearest in time, one to one. The rest are
// processes of their own. The 4688 come in canonical order.
func (p *processes) joinSecurity(security []*event) {
	byPID := map[int64][]*event{}
	for _, e := range security {
		if e.pid >= 0 && e.at.Known() && len(p.byPID[e.pid]) > 0 {
			byPID[e.pid] = append(byPID[e.pid], e)
		}
	}
	for pid, events := range byPID {
		lifetimes := slices.DeleteFunc(slices.Clone(p.byPID[pid]), func(l *lifetime) bool { return !l.at.Known() })
		slices.SortStableFunc(lifetimes, compareLifetimes)
		if pairs, ok := pairsOf(lifetimes, events); ok {
			joinNearest(pairs)
		} else {
			joinInOrder(lifetimes, events)
		}
	}
	for _, e := range security {
		if !e.joined {
			p.add(&lifetime{pid: e.pid, security: e, at: e.at})
		}
	}
	for _, l := range p.all {
		if l.sysmon == nil && l.security != nil {
			l.at = l.security.at
		}
	}
}

// pairsOf lists what may be one start, of lifetimes and events of one PID in order
// of time; not ok where there are more than maxPairs.
func pairsOf(lifetimes []*lifetime, events []*event) (pairs []pair, ok bool) {
	for _, e := range events {
		image := e.Text(graph.Image)
		from := sort.Search(len(lifetimes), func(i int) bool { return lifetimes[i].at.Ticks >= e.at.Ticks-mergeSpan })
		for _, l := range lifetimes[from:] {
			if l.at.Ticks > e.at.Ticks+mergeSpan {
				break
			}
			if len(pairs) == maxPairs {
				return nil, false
			}
			pairs = append(pairs, pair{l: l, e: e})
			if a := l.image(); sameFile(a, image) {
				pairs[len(pairs)-1].oneName = baseName(a) == baseName(image)
			} else {
				pairs[len(pairs)-1].l = nil // counted, for it was looked at
			}
		}
	}
	return slices.DeleteFunc(pairs, func(x pair) bool { return x.l == nil }), true
}

// joinNearest joins what is nearest first, the same name before one that may be it.
func joinNearest(pairs []pair) {
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(
			firstIf(a.oneName, b.oneName),
			cmp.Compare(near(a.l.at, a.e.at), near(b.l.at, b.e.at)),
			compareEvents(a.e, b.e),
			compareLifetimes(a.l, b.l),
		)
	})
	for _, x := range pairs {
		if x.l.security == nil && !x.e.joined {
			x.l.security, x.e.joined = x.e, true
		}
	}
}

// joinInOrder joins, by name, the first event to the first lifetime that is near
// enough, the next to the next.
func joinInOrder(lifetimes []*lifetime, events []*event) {
	byName := map[string][]*lifetime{}
	for _, l := range lifetimes {
		name := baseName(l.image())
		byName[name] = append(byName[name], l)
	}
	for _, e := range events {
		name := baseName(e.Text(graph.Image))
		list := byName[name]
		for len(list) > 0 && list[0].at.Ticks < e.at.Ticks-mergeSpan {
			list = list[1:]
		}
		if len(list) > 0 && list[0].at.Ticks <= e.at.Ticks+mergeSpan {
			list[0].security, e.joined = e, true
			list = list[1:]
		}
		byName[name] = list
	}
}

// firstIf orders what a condition holds for before what it does not.
func firstIf(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
