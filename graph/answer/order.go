package answer

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

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

// RangePlace is one log of one computer (lower case).
type RangePlace struct{ Computer, Log string }

// RangesByPlace sorts ranges by the log that they are of. One whose end comes
// before its beginning is ErrInvalid.
func RangesByPlace(ranges []graph.RecordRange) (map[RangePlace][]graph.RecordRange, error) {
	byPlace := map[RangePlace][]graph.RecordRange{}
	for _, r := range ranges {
		if r.Lo > r.Hi {
			return nil, fmt.Errorf("%w: record range %d to %d of %s", graph.ErrInvalid, r.Lo, r.Hi, r.Computer)
		}
		p := RangePlace{strings.ToLower(r.Computer), r.Log}
		byPlace[p] = append(byPlace[p], r)
	}
	return byPlace, nil
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

// SubtreeBounds are the bounds of a walk where the caller gives none: a negative
// depth has no bound, limit 0 takes 10,000 rows.
func SubtreeBounds(maxDepth, limit int) (int, int) {
	const standard = 10_000
	if limit <= 0 {
		limit = standard
	}
	if maxDepth < 0 {
		maxDepth = math.MaxInt
	}
	return maxDepth, limit
}

// Computers are computer names in lower case, sorted, without repeats.
func Computers(names []string) []string {
	lower := make([]string, len(names))
	for i, c := range names {
		lower[i] = strings.ToLower(c)
	}
	slices.Sort(lower)
	return slices.Compact(lower)
}
