package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// The times of a note's writer: how often it asks while a transaction of another
// writer goes on, and how long. The lock of writing runs is not its: a note changes
// nothing that a run reads.
const (
	notePoll = 25 * time.Millisecond
	noteWait = 10 * time.Second
)

// Notes implements graph.Reader.
func (s *Store) Notes(ctx context.Context) ([]graph.Note, error) {
	var list []graph.Note
	err := s.read(ctx, "notes", func(r reader) error {
		return r.each(query("notes"), nil, func(rows *sql.Rows) error {
			n, err := scanNote(rows)
			list = append(list, n)
			return err
		})
	})
	return list, err
}

func scanNote(rows *sql.Rows) (n graph.Note, err error) {
	var text string
	if err := rows.Scan(&text); err != nil {
		return n, err
	}
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		return n, fmt.Errorf("a note: %w", err)
	}
	return n, nil
}

// SetNote implements graph.Store.
func (s *Store) SetNote(ctx context.Context, n graph.Note) error {
	return s.keepNote(ctx, n, func(*update) error { return nil })
}

// ReplaceNote implements graph.Store.
func (s *Store) ReplaceNote(ctx context.Context, n graph.Note, seen *graph.Time) error {
	return s.keepNote(ctx, n, func(u *update) error {
		var have *graph.Note
		err := u.each("note-about", []any{string(n.Kind), n.About}, func(rows *sql.Rows) error {
			there, err := scanNote(rows)
			have = &there
			return err
		})
		if err == nil && !graph.SeenAs(have, seen) {
			err = graph.ErrNoteChanged
		}
		return err
	})
}

// keepNote keeps a note when check, which is asked in the same transaction, gives no error.
func (s *Store) keepNote(ctx context.Context, n graph.Note, check func(u *update) error) error {
	n, err := n.Clean()
	if err == nil && s.readOnly {
		err = fmt.Errorf("%w: %s was opened for reading only", graph.ErrUnsupported, s.path)
	}
	if err != nil {
		return fmt.Errorf("keeping a note: %w", err)
	}
	db, err := openNoteWriter(s.path)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(ctx, noteWait)
	defer cancel()
	for {
		err := setNote(ctx, db, n, check)
		switch {
		case err == nil:
			return nil
		case !isBusy(err):
			return fmt.Errorf("keeping a note in %s: %w", s.path, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("keeping a note in %s: %w: %w", s.path, graph.ErrBusy, context.Cause(ctx))
		case <-time.After(notePoll):
		}
	}
}

// openNoteWriter opens a connection that fails at once while another one writes.
func openNoteWriter(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, "rw", []string{"busy_timeout(0)", "synchronous(NORMAL)"}, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("opening the case %s for a note: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func setNote(ctx context.Context, db *sql.DB, n graph.Note, check func(u *update) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	u := &update{ctx: ctx, tx: tx}
	if err := check(u); err != nil {
		return err
	}
	if n.Empty() {
		if err := u.exec("drop-note", string(n.Kind), n.About); err != nil {
			return err
		}
		return tx.Commit()
	}
	others, err := u.one("count-other-notes", string(n.Kind), n.About)
	if err != nil {
		return err
	}
	if others >= graph.MaxNotes {
		return graph.ErrTooManyNotes
	}
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if err := u.exec("put-note", string(n.Kind), n.About, string(text)); err != nil {
		return err
	}
	return tx.Commit()
}

// isBusy says whether SQLite refused because another connection writes
// (https://www.sqlite.org/rescode.html, SQLITE_BUSY and SQLITE_LOCKED).
func isBusy(err error) bool {
	const busy, locked = 5, 6
	var coded interface{ Code() int }
	return errors.As(err, &coded) && (coded.Code()&0xff == busy || coded.Code()&0xff == locked)
}
