package sqlitestore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Store is one case file. It is safe for concurrent use.
type Store struct {
	path     string
	readOnly bool
	db       *sql.DB                   // readers
	filters  answer.Recent[*selection] // the last used filters
	found    answer.Recent[*found]     // the last searches, for their further pages
	sums     memo
	words    memo // the texts in which a word stands
	parents  memo // the parents of all processes
	columns  keptColumns
}

var _ graph.Store = (*Store)(nil)

func newStore(path string, db *sql.DB, readOnly bool) *Store {
	return &Store{path: path, db: db, readOnly: readOnly, sums: memo{max: 1000}, words: memo{max: 32}, parents: memo{max: 1}}
}

// Capabilities implements graph.Store.
func (s *Store) Capabilities() graph.Capabilities {
	return graph.Capabilities{FullText: true, Name: "SQLite case file", Location: s.path}
}

// Close ends all reading. Writers are closed before it.
func (s *Store) Close() error { return s.db.Close() }

// Version changes with every write that changes an answer. It names the case
// too, so that two cases served at one address never share a version.
func (s *Store) Version(ctx context.Context) (string, error) {
	v, err := readVersion(ctx, s.db)
	if err != nil {
		return "", fmt.Errorf("reading the version: %w", err)
	}
	return v, nil
}

func readVersion(ctx context.Context, q querier) (string, error) {
	var v string
	err := q.QueryRowContext(ctx, query("version")).Scan(&v)
	return v, err
}

// setIdentity gives a new case its random name and its first version.
func setIdentity(ctx context.Context, tx *sql.Tx) error {
	var id [8]byte
	rand.Read(id[:])
	_, err := tx.ExecContext(ctx, query("set-identity"), hex.EncodeToString(id[:]))
	return err
}

// read runs f in one read transaction: it sees one state of the case.
func (s *Store) read(ctx context.Context, what string, f func(r reader) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err == nil {
		err = f(reader{ctx, tx, &s.columns})
		// Nothing was written: ending it cannot lose anything.
		if end := tx.Rollback(); end != nil && !errors.Is(end, sql.ErrTxDone) && err == nil {
			err = end
		}
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}

// reader is one read transaction.
type reader struct {
	ctx     context.Context
	tx      *sql.Tx
	columns *keptColumns
}

func (r reader) version() (string, error) { return readVersion(r.ctx, r.tx) }

// scanOne reads the one row of a query into dest; no row is graph.ErrNotFound.
func (r reader) scanOne(name string, args []any, dest ...any) error {
	err := r.tx.QueryRowContext(r.ctx, query(name), args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return graph.ErrNotFound
	}
	return err
}

// each calls f for every row of a query text.
func (r reader) each(text string, args []any, f func(rows *sql.Rows) error) error {
	return eachRow(r.ctx, r.tx, text, args, f)
}

func eachRow(ctx context.Context, q querier, text string, args []any, f func(rows *sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// memo keeps values computed for one version of the case.
type memo struct {
	max     int // the most values kept
	mu      sync.Mutex
	version string
	values  map[string]any
}

// memoize returns the value of a name at this version, computing it once.
func memoize[T any](m *memo, r reader, name string, compute func() (T, error)) (T, error) {
	var none T
	v, err := r.version()
	if err != nil {
		return none, err
	}
	m.mu.Lock()
	if m.version == v {
		if have, ok := m.values[name]; ok {
			m.mu.Unlock()
			return have.(T), nil
		}
	}
	m.mu.Unlock()
	value, err := compute()
	if err != nil {
		return none, err
	}
	m.keep(v, name, value)
	return value, nil
}

// keepMemo keeps a value that was computed on the way.
func keepMemo[T any](m *memo, r reader, name string, value T) error {
	v, err := r.version()
	if err == nil {
		m.keep(v, name, value)
	}
	return err
}

func (m *memo) keep(version, name string, value any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version != version || len(m.values) >= m.max {
		m.version, m.values = version, map[string]any{}
	}
	m.values[name] = value
}
