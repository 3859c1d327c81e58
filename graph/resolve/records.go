package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// stepBack is how far a clock must go back between two records to be told.
const stepBack = 2 * time.Second

// noteRecordProblems finds what is odd about the records as such: gaps,
// conflicts, copies that were sent again, clocks set back, cleared logs.
func (h *Host) noteRecordProblems(ranges []graph.RecordRange, conflicts []*event, steps map[string][]clockStep) {
	h.noteGaps(ranges)
	h.noteConflicts(conflicts)
	h.noteResent()
	h.noteClockSteps(steps)
	for _, e := range h.events {
		if e.Event == graph.LogCleared {
			log := e.Log
			if cleared := e.Text(graph.ClearedLog); cleared != "" {
				log = cleared
			}
			h.problems = append(h.problems, problem{class: graph.LogClearedWarning, name: recordName(e),
				detail: "the " + log + " log was cleared: what was in it before is lost", log: log, time: e.at, user: subjectOf(e)})
		}
		if !e.at.Known() {
			h.problems = append(h.problems, problem{class: graph.TimeUnparseableWarning, name: recordName(e),
				detail: fmt.Sprintf("event %d has no time that can be read", e.EventID)})
		}
	}
}

// recordName tells records apart in keys.
func recordName(e *event) string {
	if e.RecordID != 0 {
		return fmt.Sprintf("%s:%d:%d", e.Log, e.EventID, e.RecordID)
	}
	return fmt.Sprintf("%s:%d:%x", e.Log, e.EventID, e.ID[:8])
}

// perLog gathers lines by log and reports each log once.
type perLog map[string][]string

func (p perLog) report(h *Host, class graph.WarningClass, sentence string) {
	logs := make([]string, 0, len(p))
	for log := range p {
		logs = append(logs, log)
	}
	slices.Sort(logs)
	const shown = 5
	for _, log := range logs {
		list := p[log]
		detail := fmt.Sprintf("%s log: %s: %s", log, sentence, strings.Join(list[:min(shown, len(list))], ", "))
		if len(list) > shown {
			detail += fmt.Sprintf(" and %d more", len(list)-shown)
		}
		h.problems = append(h.problems, problem{class: class, name: log, log: log, detail: detail})
	}
}

// noteGaps tells which record numbers are missing. A filtered or forwarded log
// has gaps by nature, so this is information: a parent may be in the gap.
func (h *Host) noteGaps(ranges []graph.RecordRange) {
	byLog := map[string][]graph.RecordRange{}
	for _, r := range ranges {
		byLog[r.Log] = append(byLog[r.Log], r)
	}
	gaps := perLog{}
	for log, list := range byLog {
		slices.SortFunc(list, func(a, b graph.RecordRange) int { return cmp.Or(cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi)) })
		high := list[0].Hi
		for _, r := range list[1:] {
			if r.Lo > high+1 {
				gaps[log] = append(gaps[log], fmt.Sprintf("%d to %d", high+1, r.Lo-1))
			}
			high = max(high, r.Hi)
		}
	}
	gaps.report(h, graph.RecordGap, "record numbers are missing (a filtered export has such gaps; a missing parent may be in one)")
}

func (h *Host) noteConflicts(conflicts []*event) {
	lines := perLog{}
	for _, e := range conflicts {
		lines[e.Log] = append(lines[e.Log], fmt.Sprintf("%d", e.RecordID))
	}
	lines.report(h, graph.RecordNumberConflict, "one record number stands for different records; all were kept")
}

func (h *Host) noteResent() {
	lines := perLog{}
	for _, e := range h.events {
		if e.resent {
			lines[e.Log] = append(lines[e.Log], fmt.Sprintf("%d", e.RecordID))
		}
	}
	lines.report(h, graph.DuplicateRecord, "records were delivered more than once; the copies were dropped")
}
