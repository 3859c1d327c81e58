package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// The lock's times. A killed writer holds the next one up for lockTime at the
// most, which tests shorten; it is renewed four times as often.
var lockTime = 12 * time.Second

// lockPoll is how often a waiting writer asks.
const lockPoll = 100 * time.Millisecond

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
		return nil, fmt.Errorf("%w: case %q at %s was opened for reading only", graph.ErrUnsupported, s.caseName, s.where)
	}
	w := &writer{store: s, token: newIdentity()}
	for waited := false; ; waited = true {
		held := false
		err := s.inWrite(ctx, func(u *update) error {
			held = false
			return u.each("write_take_lock", w.lockParams(nil), func(row) error {
				held = true
				return nil
			})
		})
		switch {
		case ctx.Err() != nil:
			if held { // taken just then
				w.leave(ctx)
			}
			return nil, s.busy(ctx)
		case err != nil:
			return nil, s.fail(ctx, "asking for the case's lock", err)
		case held:
			w.keepLock(ctx)
			return w, nil
		}
		if !waited && onWait != nil {
			onWait()
		}
		select {
		case <-ctx.Done():
			return nil, s.busy(ctx)
		case <-time.After(lockPoll):
		}
	}
}

func (s *Store) busy(ctx context.Context) error {
	return fmt.Errorf("%w: case %q at %s: %w", graph.ErrBusy, s.caseName, s.where, context.Cause(ctx))
}

func (w *writer) lockParams(p map[string]any) map[string]any {
	if p == nil {
		p = map[string]any{}
	}
	p["token"], p["milliseconds"] = w.token, lockTime.Milliseconds()
	return p
}

// keepLock renews the lock until the run ends, also while nothing is written.
// A renewal that fails is tried again; whether the lock still holds is decided
// in every writing transaction.
func (w *writer) keepLock(ctx context.Context) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	w.stop = func() {
		cancel()
		<-done
	}
	go func() {
		defer close(done)
		tick := time.NewTicker(lockTime / 4)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				w.store.inWrite(ctx, func(u *update) error { return w.check(u, false) })
			}
		}
	}()
}

// check renews the lock within a transaction and moves the version on.
func (w *writer) check(u *update, changed bool) error {
	n := 0
	if changed {
		n = 1
	}
	return u.locked("write_keep_lock", w.lockParams(map[string]any{"changed": n}))
}

// locked runs a named query that gives a row while the lock is held.
func (u *update) locked(name string, params map[string]any) error {
	held := false
	err := u.each(name, params, func(row) error {
		held = true
		return nil
	})
	if err == nil && !held {
		err = errLockLost
	}
	return err
}

// leave gives the lock back.
func (w *writer) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockTime)
	defer cancel()
	return w.store.inWrite(ctx, func(u *update) error { return u.run("write_leave_lock", w.lockParams(nil)) })
}

// Close implements graph.Writer. A lock that cannot be given back lapses.
func (w *writer) Close() error {
	if w.stop == nil {
		return nil
	}
	w.stop()
	w.stop = nil
	ctx := context.Background()
	if err := w.leave(ctx); err != nil && !errors.Is(err, errLockLost) {
		return w.store.fail(ctx, "ending the writing of "+w.store.where, err)
	}
	return nil
}
