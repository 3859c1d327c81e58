package resolve

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// identity are the fields in which two copies of one record cannot differ.
var identity = []graph.Field{
	graph.ProcessGUID, graph.ProcessPID, graph.LogonID, graph.LogonGUID, graph.ParentGUID, graph.ParentPID,
	graph.SubjectSID, graph.SubjectLogonID, graph.TargetSID, graph.TargetLogonID, graph.LogonType, graph.SourcePort,
	graph.SourceAddress, graph.TargetServer, graph.TargetName,
}

// dropCopies joins the records that are one record in several spellings: the
// same channel, record number and event with values that do not contradict each
// other, or, where an exporter dropped the number, the same values at the same
// time. It returns the records that stay, how many were dropped, and the record
// numbers that stand for more than one record.
func dropCopies(events []*event) (kept []*event, dropped int, conflicts []*event) {
	slices.SortFunc(events, compareNumbers)
	kept = events[:0]
	for group := range runs(events, func(a, b *event) bool { return a.RecordID != 0 && sameNumber(a, b) }) {
		heads := joinCopies(group)
		dropped += len(group) - len(heads)
		conflicts = append(conflicts, heads[1:]...)
		kept = append(kept, heads...)
	}
	clear(events[len(kept):])
	slices.SortStableFunc(conflicts, func(a, b *event) int { return strings.Compare(numberText(a), numberText(b)) })
	kept, more := dropUnnumbered(kept)
	sortEvents(kept)
	return kept, dropped + more, conflicts
}

// compareNumbers orders by log, event and record number, then by content.
func compareNumbers(a, b *event) int {
	return cmp.Or(strings.Compare(a.Log, b.Log), cmp.Compare(a.EventID, b.EventID), cmp.Compare(a.RecordID, b.RecordID), bytes.Compare(a.ID[:], b.ID[:]))
}

// numberText is the number as it is told.
func numberText(e *event) string { return fmt.Sprintf("%s\x00%d\x00%d", e.Log, e.EventID, e.RecordID) }

func sameNumber(a, b *event) bool {
	return a.Log == b.Log && a.EventID == b.EventID && a.RecordID == b.RecordID
}

// runs yields the runs of elements that are the same as their first. The caller
// may write to what was yielded before.
func runs(events []*event, same func(a, b *event) bool) iter.Seq[[]*event] {
	return func(yield func([]*event) bool) {
		for from := 0; from < len(events); {
			to := from + 1
			for to < len(events) && same(events[from], events[to]) {
				to++
			}
			if !yield(events[from:to:to]) {
				return
			}
			from = to
		}
	}
}

// joinCopies joins the compatible records of one record number. The richest
// comes first and lends its values; what it lacks is taken from its copies.
func joinCopies(group []*event) (heads []*event) {
	if len(group) == 1 {
		return group
	}
	slices.SortFunc(group, func(a, b *event) int {
		return cmp.Or(
			cmp.Compare(bits.OnesCount8(a.flaws), bits.OnesCount8(b.flaws)),
			cmp.Compare(len(b.values()), len(a.values())),
			cmp.Compare(b.logged.Digits, a.logged.Digits),
			bytes.Compare(a.ID[:], b.ID[:]),
		)
	})
next:
	for _, e := range group {
		for _, head := range heads {
			if sameRecord(head, e, 2*time.Second) {
				head.absorb(e)
				continue next
			}
		}
		heads = append(heads, e)
	}
	return heads
}

// sameRecord says whether nothing tells two records apart.
func sameRecord(a, b *event, apart time.Duration) bool {
	if a.at.Known() && b.at.Known() && a.at.Sub(b.at).Abs() > apart {
		return false
	}
	for _, f := range identity {
		x, y := a.Text(f), b.Text(f)
		if x != "" && y != "" && x != y {
			return false
		}
	}
	return sameFile(a.Text(graph.Image), b.Text(graph.Image))
}

// absorb makes o a copy of e and takes the values that e lacks.
func (e *event) absorb(o *event) {
	e.addCopy(o)
	for _, v := range o.values() {
		if e.Text(v.Field) == "" {
			e.set(v.Field, v.Text)
		}
	}
	e.takeWhole(o)
	if e.pid < 0 {
		e.pid = o.pid
	}
	if !e.at.Known() {
		e.at, e.logged = o.at, o.logged
	}
	e.resent = e.resent || o.resent
	if o.File != "" && (e.File == "" || o.File < e.File) && o.RecordID == e.RecordID {
		e.origin = o.origin
	}
}

// dropUnnumbered joins records without a number to their twins.
func dropUnnumbered(events []*event) (kept []*event, dropped int) {
	if !slices.ContainsFunc(events, func(e *event) bool { return e.RecordID == 0 }) {
		return events, 0
	}
	slices.SortFunc(events, func(a, b *event) int { return cmp.Or(compareWhat(a, b), compareEvents(a, b)) })
	kept = events[:0]
	for group := range runs(events, func(a, b *event) bool { return compareWhat(a, b) == 0 }) {
		heads := joinTwins(group)
		dropped += len(group) - len(heads)
		kept = append(kept, heads...)
	}
	clear(events[len(kept):])
	return kept, dropped
}

// compareWhat orders by what a record is about; twins are equal.
func compareWhat(a, b *event) int {
	return cmp.Or(strings.Compare(a.Log, b.Log), cmp.Compare(a.EventID, b.EventID), cmp.Compare(a.pid, b.pid),
		strings.Compare(a.Text(graph.ProcessGUID), b.Text(graph.ProcessGUID)),
		strings.Compare(a.Text(graph.SubjectLogonID), b.Text(graph.SubjectLogonID)),
		strings.Compare(a.Text(graph.TargetLogonID), b.Text(graph.TargetLogonID)),
		strings.Compare(baseName(a.Text(graph.Image)), baseName(b.Text(graph.Image))))
}

// joinTwins joins neighbours in time of which one has a number and one has none.
func joinTwins(group []*event) (heads []*event) {
	heads = group[:1]
	for _, e := range group[1:] {
		last := heads[len(heads)-1]
		apart := max(precision(last.at), precision(e.at), time.Millisecond)
		if (e.RecordID == 0) != (last.RecordID == 0) && sameRecord(last, e, apart) {
			if last.RecordID == 0 {
				last, e = e, last
				heads[len(heads)-1] = last
			}
			last.absorb(e)
			continue
		}
		heads = append(heads, e)
	}
	return heads
}
