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
			n, err := noteIn(row)
			list = append(list, n)
			return err
		})
	})
	slices.SortFunc(list, graph.CompareNotes) // a database key may be cut
	return list, err
}

func noteIn(row row) (n graph.Note, err error) {
	if err := json.Unmarshal([]byte(row.text(0)), &n); err != nil {
		return n, fmt.Errorf("a note: %w", err)
	}
	return n, nil
}

// SetNote implements graph.Store. It takes no lock: no writing run reads or writes notes.
func (s *Store) SetNote(ctx context.Context, n graph.Note) error {
	return s.keepNote(ctx, n, func(*update, map[string]any) error { return nil })
}

// ReplaceNote implements graph.Store. The note's own node is held from the look to
// the commit; where there is none, one is made for it, which a refusal takes back.
func (s *Store) ReplaceNote(ctx context.Context, n graph.Note, seen *graph.Time) error {
	return s.keepNote(ctx, n, func(u *update, params map[string]any) error {
		if err := u.run("note_hold", params); err != nil {
			return err
		}
		var have *graph.Note
		err := u.each("note_about", params, func(row row) error {
			there, err := noteIn(row)
			have = &there
			return err
		})
		if err == nil && !graph.SeenAs(have, seen) {
			err = graph.ErrNoteChanged
		}
		return err
	})
}

// keepNote keeps a note when check, which is asked in the same transaction, gives no
// error. params name the note.
func (s *Store) keepNote(ctx context.Context, n graph.Note, check func(u *update, params map[string]any) error) error {
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
	err = s.inWrite(ctx, func(u *update) error {
		if err := check(u, params); err != nil {
			return err
		}
		if n.Empty() {
			return u.run("note_drop", params)
		}
		others, err := u.count("note_count_others", params)
		if err != nil {
			return err
		}
		if others >= graph.MaxNotes {
			return graph.ErrTooManyNotes
		}
		return u.run("note_set", params)
	})
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
