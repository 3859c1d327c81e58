package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// Notes implements graph.Reader.
func (s *Store) Notes(ctx context.Context) (list []graph.Note, err error) {
	err = s.read(ctx, "notes", func(r reader) error {
		list = nil
		return r.each("read_notes", nil, func(row row) error {
			var n graph.Note
			if err := json.Unmarshal([]byte(row.text(0)), &n); err != nil {
				return fmt.Errorf("a note: %w", err)
			}
			list = append(list, n)
			return nil
		})
	})
	slices.SortFunc(list, graph.CompareNotes) // a database key may be cut
	return list, err
}

// SetNote implements graph.Store. It takes no lock: no writing run reads or writes notes.
func (s *Store) SetNote(ctx context.Context, n graph.Note) error {
	n, err := n.Clean()
	if err == nil && s.readOnly {
		err = fmt.Errorf("%w: case %q at %s was opened for reading only", graph.ErrUnsupported, s.caseName, s.where)
	}
	if err != nil {
		return fmt.Errorf("keeping a note: %w", err)
	}
	text, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("encoding a note: %w", err)
	}
	params := map[string]any{"key": s.key(string(n.Kind) + "~" + n.About), "note": string(text)}
	full := false
	err = s.inWrite(ctx, func(u *update) error {
		full = false
		if n.Empty() {
			return u.run("note_drop", params)
		}
		others, err := u.count("note_count_others", params)
		if err != nil {
			return err
		}
		if full = others >= graph.MaxNotes; full {
			return nil
		}
		return u.run("note_set", params)
	})
	if err == nil && full {
		err = graph.ErrTooManyNotes
	}
	return s.fail(ctx, "keeping a note", err)
}

// Computers implements graph.RecordReader.
func (s *Store) Computers(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, "computers", func(r reader) error {
		names = nil
		return r.each("read_computers", nil, func(row row) error {
			names = append(names, row.text(0))
			return nil
		})
	})
	slices.Sort(names)
	return names, err
}
