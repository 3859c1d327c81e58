package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// AddRecordRanges implements graph.Writer.
func (w *writer) AddRecordRanges(ctx context.Context, ranges []graph.RecordRange) error {
	byPlace, err := answer.RangesByPlace(ranges)
	if err != nil {
		return err
	}
	if len(byPlace) == 0 {
		return nil
	}
	return w.write(ctx, "record ranges", func(u *update) (bool, error) {
		any := false
		for p, list := range byPlace {
			changed, err := u.uniteRanges(p.Computer, p.Log, list)
			if err != nil {
				return false, err
			}
			any = any || changed
		}
		return any, nil
	})
}

// uniteRanges unites added with the ranges kept of one log of one computer.
func (u *update) uniteRanges(computer, log string, added []graph.RecordRange) (changed bool, err error) {
	c, err := u.computer(computer)
	if err != nil {
		return false, err
	}
	l, err := u.term(log)
	if err != nil {
		return false, err
	}
	var have []graph.RecordRange
	err = u.each("ranges-of-log", []any{c, l}, func(rows *sql.Rows) error {
		var lo, hi int64
		err := rows.Scan(&lo, &hi)
		have = append(have, graph.RecordRange{Lo: uint64(lo), Hi: uint64(hi)})
		return err
	})
	if err != nil {
		return false, err
	}
	have = answer.UniteRanges(have)
	want := answer.UniteRanges(append(slices.Clone(have), added...))
	if slices.EqualFunc(have, want, answer.SameRange) {
		return false, nil
	}
	if err := u.exec("drop-ranges", c, l); err != nil {
		return false, err
	}
	add, err := newBulk(u, "add-ranges")
	if err != nil {
		return false, err
	}
	for _, r := range want {
		if err := add.add(c, l, int64(r.Lo), int64(r.Hi)); err != nil {
			return false, errors.Join(err, add.abandon())
		}
	}
	if err := add.close(); err != nil {
		return false, err
	}
	return true, u.exec("touch-computer", c, 0)
}

// RecordRanges implements graph.Writer.
func (w *writer) RecordRanges(ctx context.Context, computers []string) ([]graph.RecordRange, error) {
	return w.store.RecordRanges(ctx, computers)
}

// RecordRanges implements graph.RecordReader.
func (s *Store) RecordRanges(ctx context.Context, computers []string) ([]graph.RecordRange, error) {
	var out []graph.RecordRange
	err := s.read(ctx, "record ranges", func(r reader) error {
		for _, computer := range answer.Computers(computers) {
			var id int64
			err := r.scanOne("find-computer", []any{computer}, &id)
			if errors.Is(err, graph.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			err = r.each(query("ranges-of-computer"), []any{id}, func(rows *sql.Rows) error {
				var lo, hi int64
				one := graph.RecordRange{Computer: computer}
				err := rows.Scan(&one.Log, &lo, &hi)
				one.Lo, one.Hi = uint64(lo), uint64(hi)
				out = append(out, one)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return answer.SortRanges(out), err
}
