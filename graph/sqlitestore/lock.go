package sqlitestore

import (
	"context"
	"fmt"
	"time"

	"github.com/gofrs/flock"

	"github.com/procgraph/procgraph/graph"
)

// lockPoll is how often a waiting writer looks again.
const lockPoll = 50 * time.Millisecond

// acquire takes the writer's lock of a case: an advisory lock on a side file,
// because SQLite's own write lock lasts a transaction and a run has many. The
// operating system drops it with the process, so a killed run leaves no lock.
// The side file stays: removing it would let two writers lock two files of one name.
func acquire(ctx context.Context, path string, onWait func()) (*flock.Flock, error) {
	lock := flock.New(path + ".lock")
	for waited := false; ; waited = true {
		held, err := lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf("locking %s for writing: %w", path, err)
		}
		if held {
			return lock, nil
		}
		if !waited && onWait != nil {
			onWait()
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %s: %w", graph.ErrBusy, path, context.Cause(ctx))
		case <-time.After(lockPoll):
		}
	}
}
