package neo4jstore

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// rangesKey is the key of the node that holds the ranges of a place.
func (s *Store) rangesKey(p answer.RangePlace) string { return s.key(p.Computer + "\x00" + p.Log) }

// AddRecordRanges implements graph.Writer.
func (w *writer) AddRecordRanges(ctx context.Context, ranges []graph.RecordRange) error {
	byPlace, err := answer.RangesByPlace(ranges)
	if err != nil {
		return err
	}
	if len(byPlace) == 0 {
		return nil
	}
	places := slices.SortedFunc(maps.Keys(byPlace), func(a, b answer.RangePlace) int {
		return cmp.Or(cmp.Compare(a.Computer, b.Computer), cmp.Compare(a.Log, b.Log))
	})
	return w.write(ctx, "record ranges", func(u *update) (bool, error) {
		have, err := u.knownRanges(places)
		if err != nil {
			return false, err
		}
		var rows []any
		touched := touchedComputers{}
		for _, p := range places {
			before := answer.UniteRanges(have[u.s.rangesKey(p)])
			after := answer.UniteRanges(append(slices.Clone(before), byPlace[p]...))
			if slices.EqualFunc(before, after, answer.SameRange) {
				continue
			}
			rows = append(rows, []any{u.s.rangesKey(p), u.s.key(p.Computer), p.Computer, boundText(p.Log), p.Log, boundsOf(after)})
			touched[p.Computer] += 0
		}
		if err := u.runRows("write_set_ranges", rows); err != nil {
			return false, err
		}
		return len(rows) > 0, u.touch(touched)
	})
}

func (u *update) knownRanges(places []answer.RangePlace) (map[string][]graph.RecordRange, error) {
	keys := make([]string, len(places))
	for i, p := range places {
		keys[i] = u.s.rangesKey(p)
	}
	have := map[string][]graph.RecordRange{}
	err := u.each("write_find_ranges", map[string]any{"keys": keys}, func(r row) error {
		have[r.text(0)] = rangesOf(answer.RangePlace{}, r.ints(1))
		return nil
	})
	return have, err
}

// boundsOf and rangesOf turn ranges into a list of bounds, as signed numbers, and back.
func boundsOf(ranges []graph.RecordRange) []int64 {
	out := make([]int64, 0, 2*len(ranges))
	for _, r := range ranges {
		out = append(out, int64(r.Lo), int64(r.Hi))
	}
	return out
}

func rangesOf(p answer.RangePlace, bounds []int64) []graph.RecordRange {
	out := make([]graph.RecordRange, 0, len(bounds)/2)
	for i := 0; i+1 < len(bounds); i += 2 {
		out = append(out, graph.RecordRange{Computer: p.Computer, Log: p.Log, Lo: uint64(bounds[i]), Hi: uint64(bounds[i+1])})
	}
	return out
}

// RecordRanges implements graph.Writer. No step of this run can come between.
func (w *writer) RecordRanges(ctx context.Context, computers []string) (out []graph.RecordRange, err error) {
	err = w.look(ctx, "record ranges", "write_ranges", w.store.rangesAsked(computers), func() { out = nil }, func(r row) error {
		out = append(out, rangesOf(answer.RangePlace{Computer: r.text(0), Log: r.text(1)}, r.ints(2))...)
		return nil
	})
	return answer.SortRanges(out), err
}

// RecordRanges implements graph.RecordReader.
func (s *Store) RecordRanges(ctx context.Context, computers []string) (out []graph.RecordRange, err error) {
	err = s.read(ctx, "record ranges", func(r reader) error {
		out = nil
		return r.each("write_ranges", s.rangesAsked(computers), func(r row) error {
			out = append(out, rangesOf(answer.RangePlace{Computer: r.text(0), Log: r.text(1)}, r.ints(2))...)
			return nil
		})
	})
	return answer.SortRanges(out), err
}

func (s *Store) rangesAsked(computers []string) map[string]any {
	keys := answer.Computers(computers)
	for i := range keys {
		keys[i] = s.key(keys[i])
	}
	return map[string]any{"computers": keys}
}
