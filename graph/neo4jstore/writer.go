package neo4jstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// writer is one writing run. It holds the case's lock until Close.
type writer struct {
	store *Store
	token string
	stop  func() // ends the renewal of the lock; nil after Close
	marks *marks // what was read of the computers and hosts since the last write
}

var _ graph.Writer = (*writer)(nil)

// update is one write transaction.
type update struct {
	ctx context.Context
	tx  neo4j.ManagedTransaction
	s   *Store
}

// inWrite runs f in one managed write transaction, which is run again after a
// transient error: f begins its results anew each time.
func (s *Store) inWrite(ctx context.Context, f func(u *update) error) error {
	session := s.session(ctx, neo4j.AccessModeWrite, 0)
	defer closeSession(ctx, session)
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return nil, f(&update{ctx: ctx, tx: tx, s: s})
	})
	return err
}

// write runs f in one transaction that commits only while the lock is held. The
// version of the case moves on when f reports a change.
func (w *writer) write(ctx context.Context, what string, f func(u *update) (changed bool, err error)) error {
	return w.held(ctx, what, func(u *update) error {
		changed, err := f(u)
		if err != nil {
			return err
		}
		// Last, because it holds the case's node until the commit.
		return w.check(u, changed)
	})
}

// held runs f, which checks the lock, in one transaction.
func (w *writer) held(ctx context.Context, what string, f func(u *update) error) error {
	w.marks = nil
	err := w.store.inWrite(ctx, f)
	if errors.Is(err, errLockLost) {
		return fmt.Errorf("writing %s: %w: %w", what, graph.ErrBusy, err)
	}
	return w.store.fail(ctx, "writing "+what, err)
}

// step frames what f writes, so that readers see it whole or not at all; a staged
// one they do not wait for.
func (w *writer) step(ctx context.Context, staged bool, f func() error) error {
	err := w.frame(ctx, "write_begin_step", staged)
	if err != nil {
		return err
	}
	err = f()
	if ctx.Err() != nil { // what was done is done
		ctx = context.WithoutCancel(ctx)
	}
	return errors.Join(err, w.frame(ctx, "write_end_step", staged))
}

func (w *writer) frame(ctx context.Context, name string, staged bool) error {
	return w.held(ctx, "a step's frame", func(u *update) error {
		return u.locked(name, w.lockParams(map[string]any{"staged": staged}))
	})
}

// run runs a named query and drops its rows.
func (u *update) run(name string, params map[string]any) error { return u.each(name, params, nil) }

func (u *update) each(name string, params map[string]any, f func(r row) error) error {
	return u.eachText(query(name), params, f)
}

func (u *update) eachText(text string, params map[string]any, f func(r row) error) error {
	result, err := u.tx.Run(u.ctx, text, u.s.bound(params))
	if err != nil {
		return err
	}
	return eachRow(u.ctx, result, f)
}

// count returns the number in the first row of a named query.
func (u *update) count(name string, params map[string]any) (n int64, err error) {
	err = u.each(name, params, func(r row) error {
		n = r.int(0)
		return nil
	})
	return n, err
}
