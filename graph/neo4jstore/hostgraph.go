package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// bounds of a transaction. A process with its relationships and index entries
// takes some 10 to 15 KB of the server's transaction memory, of which a default
// server has at least some hundred MB for all transactions together.
type bounds struct {
	together      int // nodes that are written in one transaction
	togetherBytes int // of their lines
	rows          int // nodes of one statement, and of one stage
	bytes         int
}

// limits are the bounds in use; tests make them small.
var limits = bounds{together: 4000, togetherBytes: 8 << 20, rows: 1000, bytes: 2 << 20}

// SetHostGraph implements graph.Writer.
func (w *writer) SetHostGraph(ctx context.Context, hostKey string, state graph.HostState, nodes graph.HostGraph) error {
	if hostKey == "" {
		return fmt.Errorf("%w: a host without a key", graph.ErrInvalid)
	}
	stateText, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return w.setHostGraph(ctx, hostKey, string(stateText), state.Computers, &nodes)
}

// RemoveHostGraph implements graph.Writer. Of a host that has no graph there is nothing to remove.
func (w *writer) RemoveHostGraph(ctx context.Context, hostKey string) error {
	return w.setHostGraph(ctx, hostKey, "", nil, &graph.HostGraph{})
}

// setHostGraph writes what differs; an empty state removes the host's own node too.
func (w *writer) setHostGraph(ctx context.Context, hostKey, state string, computers []string, nodes *graph.HostGraph) error {
	h, err := w.newHostWrite(hostKey, nodes)
	if err != nil {
		return err
	}
	f, err := h.newFinish(state, computers)
	if err != nil {
		return err
	}
	if err := h.read(ctx, f); err != nil {
		return err
	}
	rows, size := f.standoutRows(), 0
	for _, d := range h.all() {
		rows, size = rows+d.rows(), size+d.size
	}
	what := "the graph of " + hostKey
	if rows == 0 && !f.changed {
		return w.write(ctx, what, func(u *update) (bool, error) { return false, f.untouch(u) })
	}
	if rows <= limits.together && size <= limits.togetherBytes {
		return w.step(ctx, false, func() error { return h.writeTogether(ctx, what, f) })
	}
	return w.step(ctx, true, func() error { return h.writeStaged(ctx, what, f) })
}

// chunk is a part of the work that is small enough for one transaction. It can be
// run again after a transaction was rolled back.
type chunk func(u *update) error

// chunks yields the work in the order in which nodes can refer to those written
// before, what is gone at the end: no node that stays refers to it by then.
func (h *hostWrite) chunks(yield func(c chunk) bool) {
	for _, part := range []func(yield func(c chunk) bool) bool{
		h.sessionChunks, h.processChunks, h.attemptChunks, h.warningChunks, h.dropChunks,
	} {
		if !part(yield) {
			return
		}
	}
}

func (h *hostWrite) writeTogether(ctx context.Context, what string, f *finish) error {
	return h.retried(func() error {
		return h.w.write(ctx, what, func(u *update) (bool, error) {
			for c := range h.chunks {
				if err := c(u); err != nil {
					return false, err
				}
			}
			return true, f.all(u)
		})
	})
}

// retried runs a step once more, looking for keys that other nodes have, where the
// server tells of one.
func (h *hostWrite) retried(run func() error) error {
	err := run()
	if keysTaken(err) && !h.checkTaken {
		h.checkTaken = true
		err = run()
	}
	return err
}

// writeStaged commits each part. The host's own node is written and its computers
// cease to be touched with the last one.
func (h *hostWrite) writeStaged(ctx context.Context, what string, f *finish) error {
	stage := func(c chunk) error {
		return h.retried(func() error {
			return h.w.write(ctx, what, func(u *update) (bool, error) { return true, c(u) })
		})
	}
	for c := range h.chunks {
		if err := stage(c); err != nil {
			return err
		}
	}
	for c := range f.standoutChunks {
		if err := stage(c); err != nil {
			return err
		}
	}
	return stage(f.last)
}
