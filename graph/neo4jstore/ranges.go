package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// place is one log of one computer (lower case).
type place struct{ computer, log string }

// key of the node that holds the ranges of a place.
func (p place) key(s *Store) string { return s.key(p.computer + "\x00" + p.log) }

// AddRecordRanges implements graph.Writer.
func (w *writer) AddRecordRanges(ctx context.Context, ranges []graph.RecordRange) error {
	byPlace := map[place][]graph.RecordRange{}
	for _, r := range ranges {
		if r.Lo > r.Hi {
			return fmt.Errorf("%w: record range %d to %d of %s", graph.ErrInvalid, r.Lo, r.Hi, r.Computer)
		}
		p := place{strings.ToLower(r.Computer), r.Log}
		byPlace[p] = append(byPlace[p], r)
	}
	if len(byPlace) == 0 {
		return nil
	}
	places := make([]place, 0, len(byPlace))
	for p := range byPlace {
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.computer, b.computer), cmp.Compare(a.log, b.log))
	})
	return w.write(ctx, "record ranges", func(u *update) (bool, error) {
		have, err := u.knownRanges(places)
		if err != nil {
			return false, err
		}
		var rows []any
		touched := touchedComputers{}
		for _, p := range places {
			before := answer.UniteRanges(have[p.key(u.s)])
			after := answer.UniteRanges(append(slices.Clone(before), byPlace[p]...))
			if slices.EqualFunc(before, after, answer.SameRange) {
				continue
			}
			rows = append(rows, []any{p.key(u.s), u.s.key(p.computer), p.computer, boundText(p.log), p.log, boundsOf(after)})
			touched[p.computer] += 0
		}
		if err := u.runRows("write_set_ranges", rows); err != nil {
			return false, err
		}
		return len(rows) > 0, u.touch(touched)
	})
}

func (u *update) knownRanges(places []place) (map[string][]graph.RecordRange, error) {
	keys := make([]string, len(places))
	for i, p := range places {
		keys[i] = p.key(u.s)
	}
	have := map[string][]graph.RecordRange{}
	err := u.each("write_find_ranges", map[string]any{"keys": keys}, func(r row) error {
		have[r.text(0)] = rangesOf(place{}, r.ints(1))
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

func rangesOf(p place, bounds []int64) []graph.RecordRange {
	out := make([]graph.RecordRange, 0, len(bounds)/2)
	for i := 0; i+1 < len(bounds); i += 2 {
		out = append(out, graph.RecordRange{Computer: p.computer, Log: p.log, Lo: uint64(bounds[i]), Hi: uint64(bounds[i+1])})
	}
	return out
}

// RecordRanges implements graph.Writer. No step of this run can come between.
func (w *writer) RecordRanges(ctx context.Context, computers []string) (out []graph.RecordRange, err error) {
	err = w.look(ctx, "record ranges", "write_ranges", w.store.rangesAsked(computers), func() { out = nil }, func(r row) error {
		out = append(out, rangesOf(place{r.text(0), r.text(1)}, r.ints(2))...)
		return nil
	})
	return answer.SortRanges(out), err
}

// RecordRanges implements graph.RecordReader.
func (s *Store) RecordRanges(ctx context.Context, computers []string) (out []graph.RecordRange, err error) {
	err = s.read(ctx, "record ranges", func(r reader) error {
		out = nil
		return r.each("write_ranges", s.rangesAsked(computers), func(r row) error {
			out = append(out, rangesOf(place{r.text(0), r.text(1)}, r.ints(2))...)
			return nil
		})
	})
	return answer.SortRanges(out), err
}

func (s *Store) rangesAsked(computers []string) map[string]any {
	keys := lowerUnique(computers)
	for i := range keys {
		keys[i] = s.key(keys[i])
	}
	return map[string]any{"computers": keys}
}
