package neo4jstore

import (
	"context"
	"maps"
)

// clearRows is the number of nodes that one transaction removes, with their
// relationships. Records have none.
const (
	clearRows    = 1000
	clearRecords = 5000
)

// clearOrder are the queries that empty a case. Nodes that many others point to
// come after these.
var clearOrder = []string{"write_clear_standouts", "write_clear_warnings", "write_clear_attempts", "write_clear_processes", "write_clear_sessions",
	"write_clear_addresses", "write_clear_users", "write_clear_hosts", "write_clear_user_numbers", "write_clear_host_graphs", "write_clear_files", "write_clear_notes"}

// Clear implements graph.Store: it empties this case only, in batches. When it is
// cut short, the next Clear or ingest goes on: the computers are forgotten last,
// and are touched first, so that what was removed of their graphs is made again.
func (s *Store) Clear(ctx context.Context) error {
	w, err := s.begin(ctx, nil)
	if err != nil {
		return err
	}
	defer w.Close()
	return w.step(ctx, true, func() error { return w.clear(ctx) })
}

// removal is a query that removes at most a number of nodes and counts them.
type removal struct {
	name   string
	params map[string]any
	most   int64
}

func (w *writer) clear(ctx context.Context) error {
	var computers []string
	err := w.look(ctx, "computers", "write_computers", nil, func() { computers = nil }, func(r row) error {
		computers = append(computers, r.text(0))
		return nil
	})
	if err != nil {
		return err
	}
	crowded, err := w.crowded(ctx)
	if err != nil {
		return err
	}
	var todo []removal
	for _, key := range crowded {
		todo = append(todo, removal{"write_cut_processes", map[string]any{"key": key}, clearRows})
	}
	for _, name := range clearOrder {
		todo = append(todo, removal{name, nil, clearRows})
	}
	for _, key := range computers {
		of := map[string]any{"computer": key}
		todo = append(todo, removal{"write_clear_records", of, clearRecords}, removal{"write_clear_ranges", of, clearRecords})
	}
	todo = append(todo, removal{"write_clear_computers", nil, clearRecords})
	if len(computers) > 0 {
		err := w.write(ctx, emptyCase, func(u *update) (bool, error) { return true, u.run("write_touch_all", nil) })
		if err != nil {
			return err
		}
	}
	for len(todo) > 0 {
		done, err := w.remove(ctx, todo)
		if err != nil {
			return err
		}
		todo = todo[done:]
	}
	return nil
}

// crowded are the processes that have more relationships than one transaction is
// to delete: those with their node would go into one.
func (w *writer) crowded(ctx context.Context) (keys []string, err error) {
	err = w.look(ctx, "the processes with many children", "write_crowded_processes", map[string]any{"most": int64(limits.rows)}, func() { keys = nil }, func(r row) error {
		keys = append(keys, r.text(0))
		return nil
	})
	return keys, err
}

// emptyCase names the work in errors.
const emptyCase = "an empty case"

// remove works through the removals in one transaction until it is large enough,
// and says how many of them have nothing left to remove.
func (w *writer) remove(ctx context.Context, todo []removal) (done int, err error) {
	err = w.write(ctx, emptyCase, func(u *update) (bool, error) {
		done = 0
		for room := int64(clearRows); room > 0 && done < len(todo); done++ {
			t := todo[done]
			params := map[string]any{"most": t.most}
			maps.Copy(params, t.params)
			n, err := u.count(t.name, params)
			if err != nil {
				return false, err
			}
			if n >= t.most {
				break
			}
			room -= n * clearRows / t.most
		}
		return true, nil
	})
	return done, err
}
