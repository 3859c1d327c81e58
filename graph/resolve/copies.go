package resolve

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
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
	groups := map[string][]*event{}
	var order []string
	for _, e := range events {
		key := copyKey(e)
		if _, ok := groups[key]; !ok {
			order = append(order, key)
		}
		groups[key] = append(groups[key], e)
	}
	slices.Sort(order)
	for _, key := range order {
		heads := joinCopies(groups[key])
		dropped += len(groups[key]) - len(heads)
		if len(heads) > 1 {
			conflicts = append(conflicts, heads[1:]...)
		}
		kept = append(kept, heads...)
	}
	kept, more := dropUnnumbered(kept)
	sortEvents(kept)
	return kept, dropped + more, conflicts
}

func copyKey(e *event) string {
	if e.RecordID == 0 {
		return "=" + string(e.ID[:])
	}
	return fmt.Sprintf("%s\x00%d\x00%d", e.Log, e.EventID, e.RecordID)
}

// joinCopies joins the compatible records of one record number. The richest
// comes first and lends its values; what it lacks is taken from its copies.
func joinCopies(group []*event) (heads []*event) {
	if len(group) == 1 {
		return group
	}
	slices.SortFunc(group, func(a, b *event) int {
		return cmp.Or(
			cmp.Compare(len(a.Flaws), len(b.Flaws)),
			cmp.Compare(len(b.Values), len(a.Values)),
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
	e.copies = append(e.copies, o.StoredObservation)
	for _, v := range o.Values {
		if e.Text(v.Field) == "" {
			e.Values = slices.Clone(e.Values)
			e.Set(v.Field, v.Text)
		}
	}
	if e.pid < 0 {
		e.pid = o.pid
	}
	if !e.at.Known() {
		e.at, e.logged = o.at, o.logged
	}
	e.Resent = e.Resent || o.Resent
	if o.File != "" && (e.File == "" || o.File < e.File) && o.RecordID == e.RecordID {
		e.File = o.File
	}
}

// dropUnnumbered joins records without a number to their twins.
func dropUnnumbered(events []*event) (kept []*event, dropped int) {
	groups := map[string][]*event{}
	var order []string
	unnumbered := false
	for _, e := range events {
		unnumbered = unnumbered || e.RecordID == 0
	}
	if !unnumbered {
		return events, 0
	}
	for _, e := range events {
		key := fmt.Sprintf("%s\x00%d\x00%d\x00%s\x00%s\x00%s\x00%s", e.Log, e.EventID, e.pid, e.Text(graph.ProcessGUID),
			e.Text(graph.SubjectLogonID), e.Text(graph.TargetLogonID), baseName(e.Text(graph.Image)))
		if _, ok := groups[key]; !ok {
			order = append(order, key)
		}
		groups[key] = append(groups[key], e)
	}
	slices.Sort(order)
	for _, key := range order {
		group := groups[key]
		sortEvents(group)
		heads := group[:1]
		for _, e := range group[1:] {
			last := heads[len(heads)-1]
			apart := max(precision(last.at), precision(e.at), time.Millisecond)
			if (e.RecordID == 0) != (last.RecordID == 0) && sameRecord(last, e, apart) {
				if last.RecordID == 0 {
					last, e = e, last
					heads[len(heads)-1] = last
				}
				last.absorb(e)
				dropped++
				continue
			}
			heads = append(heads, e)
		}
		kept = append(kept, heads...)
	}
	return kept, dropped
}
