package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// clockStep is a clock set back between two records of one channel.
type clockStep struct {
	// at is the first record after it, back by how much its time is less than that of the record before.
	at   *event
	back time.Duration
}

// findClockSteps finds, for each log, where record numbers rise while the clock falls.
func findClockSteps(events []*event) map[string][]clockStep {
	byLog := map[string][]*event{}
	for _, e := range events {
		if e.RecordID != 0 && e.logged.Known() {
			byLog[e.Log] = append(byLog[e.Log], e)
		}
	}
	steps := map[string][]clockStep{}
	for log, list := range byLog {
		slices.SortStableFunc(list, func(a, b *event) int { return cmp.Compare(a.RecordID, b.RecordID) })
		for i := 1; i < len(list); i++ {
			back := list[i-1].logged.Sub(list[i].logged)
			if back > stepBack+precision(list[i].logged) && back <= orderSpan {
				steps[log] = append(steps[log], clockStep{list[i], back})
			}
		}
	}
	return steps
}

// anchor is a moment that two channels share: a place in the order of Sysmon's
// records and one in the Security log's. A place is twice the record number, less one
// where it is between that record and the one before.
type anchor struct{ sysmon, security int64 }

// alignChannels lets record order tell what was first in the Sysmon and in the
// Security log of a host whose clock was set back. A process start that both
// logs have is one moment: what is before it in one log is before what is after
// it in the other, whatever the clock says (see recordOrder). So is a step of
// the clock that both logs show between the same two starts.
func (p *processes) alignChannels(events []*event, steps map[string][]clockStep) {
	anchors := p.sharedStarts()
	if len(anchors) == 0 {
		return
	}
	anchors = addSharedSteps(anchors, places(steps["sysmon"]), places(steps["security"]))
	for _, e := range events {
		if e.RecordID == 0 {
			continue
		}
		switch e.Log {
		case "sysmon":
			e.alignTo(len(anchors), func(i int) int64 { return anchors[i].sysmon })
		case "security":
			e.alignTo(len(anchors), func(i int) int64 { return anchors[i].security })
		}
	}
}

// alignTo notes the first anchor at or after e and the last at or before it, counted from 1.
func (e *event) alignTo(n int, place func(int) int64) {
	own := 2 * int64(e.RecordID)
	after := sort.Search(n, func(i int) bool { return place(i) >= own })
	e.nextAnchor, e.lastAnchor = int32(after+1), int32(after)
	if after < n && place(after) == own {
		e.lastAnchor++
	}
}

// sharedStarts are the starts that both logs have, in order. Those that other
// starts contradict are left out: there the numbers began anew.
func (p *processes) sharedStarts() []anchor {
	var all []anchor
	for _, l := range p.all {
		if l.sysmon != nil && l.security != nil && l.sysmon.RecordID != 0 && l.security.RecordID != 0 {
			all = append(all, anchor{2 * int64(l.sysmon.RecordID), 2 * int64(l.security.RecordID)})
		}
	}
	slices.SortFunc(all, func(a, b anchor) int {
		return cmp.Or(cmp.Compare(a.sysmon, b.sysmon), cmp.Compare(a.security, b.security))
	})
	// low[i] is the least security place from i on.
	low := make([]int64, len(all)+1)
	low[len(all)] = 1 << 62
	for i := len(all) - 1; i >= 0; i-- {
		low[i] = min(low[i+1], all[i].security)
	}
	var kept []anchor
	last, high := int64(-1), int64(-1)
	for i, a := range all {
		alone := a.sysmon != last && (i+1 == len(all) || all[i+1].sysmon != a.sysmon)
		if alone && a.security > high && a.security < low[i+1] {
			kept = append(kept, a)
		}
		last, high = a.sysmon, max(high, a.security)
	}
	return kept
}

// places are the places of steps, in order of records, each once.
func places(steps []clockStep) []int64 {
	list := make([]int64, len(steps))
	for i, s := range steps {
		list[i] = 2*int64(s.at.RecordID) - 1
	}
	return slices.Compact(list)
}

// addSharedSteps adds the steps of the clock as anchors, where both logs show
// as many of them between two anchors.
func addSharedSteps(anchors []anchor, sysmon, security []int64) []anchor {
	all := make([]anchor, 0, len(anchors)+len(sysmon))
	for i := 0; i <= len(anchors); i++ {
		upTo := anchor{1 << 62, 1 << 62}
		if i < len(anchors) {
			upTo = anchors[i]
		}
		a := sort.Search(len(sysmon), func(i int) bool { return sysmon[i] > upTo.sysmon })
		b := sort.Search(len(security), func(i int) bool { return security[i] > upTo.security })
		if a == b {
			for j := range a {
				all = append(all, anchor{sysmon[j], security[j]})
			}
		}
		sysmon, security = sysmon[a:], security[b:]
		if i < len(anchors) {
			all = append(all, anchors[i])
		}
	}
	return all
}

// acrossChannels says whether anchors tell the order of two records of different
// channels against the clock. What agrees with the clock, or is off by no more
// than two logs are anyway, is left to the clock.
func (a *event) acrossChannels(b *event) (ordered, before bool) {
	if a.nextAnchor == 0 || b.nextAnchor == 0 || !a.at.Known() || !b.at.Known() {
		return false, false
	}
	ahead := a.at.Sub(b.at)
	switch {
	case ahead.Abs() > orderSpan:
		return false, false
	case a.nextAnchor <= b.lastAnchor && ahead > stepBack:
		return true, true
	case b.nextAnchor <= a.lastAnchor && ahead < -stepBack:
		return true, false
	}
	return false, false
}

// comesBefore and comesAfter say that record order puts e before or after o.
func (e *event) comesBefore(o *event) bool {
	ordered, before := e.recordOrder(o)
	return ordered && before
}

func (e *event) comesAfter(o *event) bool {
	ordered, before := e.recordOrder(o)
	return ordered && !before
}

// noteClockSteps tells of the clocks that were set back.
func (h *Host) noteClockSteps(steps map[string][]clockStep) {
	lines := perLog{}
	for log, list := range steps {
		for _, s := range list {
			lines[log] = append(lines[log], fmt.Sprintf("at record %d by %s", s.at.RecordID, s.back.Round(time.Second)))
		}
	}
	lines.report(h, graph.ClockSteppedBack, "the clock went backwards; record order was followed")
}
