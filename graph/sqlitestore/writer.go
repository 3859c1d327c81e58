package sqlitestore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/gofrs/flock"

	"github.com/procgraph/procgraph/graph"
)

// writer is one writing run. It holds the case's lock until Close.
type writer struct {
	store *Store
	db    *sql.DB // the one connection that writes
	lock  *flock.Flock
	ids   ids
}

// ids are the ids given to texts and computers that a run remembers.
type ids struct {
	terms     map[string]int64
	computers map[string]int64
}

func newIDs() ids { return ids{terms: map[string]int64{}, computers: map[string]int64{}} }

var _ graph.Writer = (*writer)(nil)

// Begin implements graph.Store.
func (s *Store) Begin(ctx context.Context, onWait func()) (graph.Writer, error) {
	w, err := s.begin(ctx, onWait)
	if err != nil {
		return nil, err
	}
	return w, nil
}

func (s *Store) begin(ctx context.Context, onWait func()) (*writer, error) {
	if s.readOnly {
		return nil, fmt.Errorf("%w: %s was opened for reading only", graph.ErrUnsupported, s.path)
	}
	lock, err := acquire(ctx, s.path, onWait)
	if err != nil {
		return nil, err
	}
	db, err := openWriter(s.path)
	if err == nil {
		err = db.PingContext(ctx)
	}
	if err != nil {
		if db != nil {
			db.Close()
		}
		return nil, errors.Join(fmt.Errorf("opening %s for writing: %w", s.path, err), lock.Unlock())
	}
	return &writer{store: s, db: db, lock: lock, ids: newIDs()}, nil
}

// Close ends the run. It moves what it can of the write-ahead log into the
// file, so that the file alone can be copied; a busy reader only delays that.
func (w *writer) Close() error {
	if w.lock == nil {
		return nil
	}
	var busy, frames, moved int
	err := w.db.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	err = errors.Join(err, w.db.Close(), w.lock.Unlock())
	w.lock = nil
	if err != nil {
		return fmt.Errorf("ending the writing of %s: %w", w.store.path, err)
	}
	return nil
}

// write runs f in one transaction. The version of the case moves on when f
// reports a change.
func (w *writer) write(ctx context.Context, what string, f func(u *update) (changed bool, err error)) error {
	err := w.transact(ctx, f)
	if err != nil {
		w.ids = newIDs() // those given in it are void
		return fmt.Errorf("writing %s: %w", what, err)
	}
	return nil
}

func (w *writer) transact(ctx context.Context, f func(u *update) (bool, error)) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	u := &update{ctx: ctx, tx: tx, ids: w.ids}
	changed, err := f(u)
	if err != nil {
		return err
	}
	if changed {
		if err := u.exec("bump-version"); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// update is one write transaction.
type update struct {
	ctx context.Context
	tx  *sql.Tx
	ids
}

func (u *update) exec(name string, args ...any) error {
	_, err := u.tx.ExecContext(u.ctx, query(name), args...)
	return err
}

// execCount returns the number of rows that the statement changed.
func (u *update) execCount(name string, args ...any) (int64, error) {
	res, err := u.tx.ExecContext(u.ctx, query(name), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (u *update) each(name string, args []any, f func(rows *sql.Rows) error) error {
	return eachRow(u.ctx, u.tx, query(name), args, f)
}

// one reads one number.
func (u *update) one(name string, args ...any) (n int64, err error) {
	err = u.tx.QueryRowContext(u.ctx, query(name), args...).Scan(&n)
	return n, err
}

// fingerprint is the first 64 bits of a SHA-256 over line and what else a row keeps.
func fingerprint(line []byte, more ...int64) int64 {
	h := sha256.New()
	h.Write(line)
	var b [8]byte
	for _, v := range more {
		binary.LittleEndian.PutUint64(b[:], uint64(v))
		h.Write(b[:])
	}
	var sum [sha256.Size]byte
	return int64(binary.LittleEndian.Uint64(h.Sum(sum[:0])))
}

// maxTerms bounds what is remembered; beyond it all is forgotten and looked up again.
const maxTerms = 200_000

// term returns the id of a text, giving it one when it is new. The empty text is 0.
func (u *update) term(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if id, ok := u.terms[text]; ok {
		return id, nil
	}
	id, err := u.one("find-term", text)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = u.one("add-term", text)
	}
	if err != nil {
		return 0, err
	}
	if len(u.terms) >= maxTerms {
		clear(u.terms)
	}
	u.terms[text] = id
	return id, nil
}
