package answer

import (
	"cmp"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// Span is the first and the last of some moments; of equal moments the more precise.
type Span struct{ First, Last graph.Time }

// Add takes moments in; unknown ones do not count.
func (s *Span) Add(times ...graph.Time) {
	for _, t := range times {
		if !t.Known() {
			continue
		}
		if !s.First.Known() || t.Before(s.First) || (t.Ticks == s.First.Ticks && t.Digits > s.First.Digits) {
			s.First = t
		}
		if !s.Last.Known() || t.After(s.Last) || (t.Ticks == s.Last.Ticks && t.Digits > s.Last.Digits) {
			s.Last = t
		}
	}
}

// ParseSpan reads two times as graph.Time prints them.
func ParseSpan(first, last string) (s Span, err error) {
	if err = s.First.UnmarshalText([]byte(first)); err == nil {
		err = s.Last.UnmarshalText([]byte(last))
	}
	return s, err
}

// SumEvents adds up the counts of all files, most first, then by provider and id.
func SumEvents(files []graph.FileReport) []graph.EventCount {
	type event struct {
		provider string
		id       uint32
	}
	at := map[event]int{}
	var sums []graph.EventCount
	for _, f := range files {
		for _, e := range f.Events {
			k := event{e.Provider, e.EventID}
			i, ok := at[k]
			if !ok {
				i = len(sums)
				at[k] = i
				sums = append(sums, graph.EventCount{Provider: e.Provider, EventID: e.EventID})
			}
			sums[i].Count += e.Count
			sums[i].Used = sums[i].Used || e.Used
		}
	}
	slices.SortFunc(sums, func(a, b graph.EventCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.EventID, b.EventID))
	})
	return sums
}
