package answer

import (
	"cmp"
	"slices"
	"sort"

	"github.com/procgraph/procgraph/graph"
)

// FindKey returns the index of a key among n sorted ones, -1 when it is not there
// or is empty.
func FindKey(n int, keyAt func(i int) string, key string) int {
	if key == "" {
		return -1
	}
	i := sort.Search(n, func(i int) bool { return keyAt(i) >= key })
	if i < n && keyAt(i) == key {
		return i
	}
	return -1
}

// SortStandouts returns a copy, most severe first, then by time, thing and rule.
func SortStandouts(list []graph.Standout) []graph.Standout {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b graph.Standout) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Time.Ticks, b.Time.Ticks),
			cmp.Compare(a.About, b.About), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Detail, b.Detail))
	})
	return list
}

// UniteRanges sorts the ranges of one log in place and joins those that overlap or touch.
func UniteRanges(ranges []graph.RecordRange) []graph.RecordRange {
	slices.SortFunc(ranges, func(a, b graph.RecordRange) int { return cmp.Compare(a.Lo, b.Lo) })
	var out []graph.RecordRange
	for _, r := range ranges {
		if n := len(out); n > 0 && (r.Lo <= out[n-1].Hi || r.Lo-1 == out[n-1].Hi) {
			out[n-1].Hi = max(out[n-1].Hi, r.Hi)
			continue
		}
		out = append(out, r)
	}
	return out
}

// SameRange says whether two ranges of one log are the same.
func SameRange(a, b graph.RecordRange) bool { return a.Lo == b.Lo && a.Hi == b.Hi }

// SortRanges sorts in place, by computer, log and first number.
func SortRanges(ranges []graph.RecordRange) []graph.RecordRange {
	slices.SortFunc(ranges, func(a, b graph.RecordRange) int {
		return cmp.Or(cmp.Compare(a.Computer, b.Computer), cmp.Compare(a.Log, b.Log), cmp.Compare(a.Lo, b.Lo))
	})
	return ranges
}
