package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// rangeSet gathers record numbers as ranges. Records mostly come in order, so
// that a range grows at its end; what does not is sorted and joined now and then.
type rangeSet struct {
	lists map[rangeKey][]graph.RecordRange
	loose int
}

type rangeKey struct{ computer, log string }

// looseLimit is how many unjoined ranges are kept before they are joined.
const looseLimit = 100_000

func newRangeSet() *rangeSet { return &rangeSet{lists: map[rangeKey][]graph.RecordRange{}} }

func (s *rangeSet) add(computer, log string, id uint64) {
	if id == 0 || computer == "" {
		return
	}
	k := rangeKey{computer, log}
	list := s.lists[k]
	if n := len(list); n > 0 {
		last := &list[n-1]
		switch {
		case id >= last.Lo && id <= last.Hi:
			return
		case id == last.Hi+1:
			last.Hi = id
			return
		}
	}
	s.lists[k] = append(list, graph.RecordRange{Computer: computer, Log: log, Lo: id, Hi: id})
	if s.loose++; s.loose > looseLimit {
		s.join()
	}
}

// join sorts and joins all lists.
func (s *rangeSet) join() {
	s.loose = 0
	for k, list := range s.lists {
		slices.SortFunc(list, func(a, b graph.RecordRange) int { return cmp.Or(cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi)) })
		joined := list[:1]
		for _, r := range list[1:] {
			last := &joined[len(joined)-1]
			if r.Lo <= last.Hi+1 {
				last.Hi = max(last.Hi, r.Hi)
				continue
			}
			joined = append(joined, r)
		}
		s.lists[k] = slices.Clip(joined)
	}
}

// take returns all ranges, sorted, by computer in lower case, and empties the set.
func (s *rangeSet) take() []graph.RecordRange {
	s.join()
	var all []graph.RecordRange
	for _, list := range s.lists {
		for _, r := range list {
			r.Computer = strings.ToLower(r.Computer)
			all = append(all, r)
		}
	}
	s.lists = map[rangeKey][]graph.RecordRange{}
	slices.SortFunc(all, func(a, b graph.RecordRange) int {
		return cmp.Or(strings.Compare(a.Computer, b.Computer), strings.Compare(a.Log, b.Log), cmp.Compare(a.Lo, b.Lo))
	})
	return all
}
