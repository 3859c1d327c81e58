package neo4jstore

import (
	"context"
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

func (w *writer) clear(ctx context.Context) error {
	const what = "an empty case"
	var computers []string
	err := w.look(ctx, "computers", "write_computers", nil, func() { computers = nil }, func(r row) error {
		computers = append(computers, r.text(0))
		return nil
	})
	if err != nil {
		return err
	}
	err = w.write(ctx, what, func(u *update) (bool, error) {
		return true, u.run("write_touch_all", nil)
	})
	if err != nil {
		return err
	}
	for _, name := range clearOrder {
		if err := w.repeat(ctx, what, name, nil, clearRows); err != nil {
			return err
		}
	}
	for _, key := range computers {
		of := map[string]any{"computer": key}
		if err := w.repeat(ctx, what, "write_clear_records", of, clearRecords); err != nil {
			return err
		}
		if err := w.repeat(ctx, what, "write_clear_ranges", of, clearRecords); err != nil {
			return err
		}
	}
	return w.repeat(ctx, what, "write_clear_computers", nil, clearRecords)
}

// repeat runs a query that removes at most a number of things and counts them,
// each time in its own transaction, until nothing is left.
func (w *writer) repeat(ctx context.Context, what, name string, params map[string]any, most int64) error {
	for {
		var n int64
		err := w.write(ctx, what, func(u *update) (bool, error) {
			all := map[string]any{"most": most}
			for k, v := range params {
				all[k] = v
			}
			var err error
			n, err = u.count(name, all)
			return true, err
		})
		if err != nil || n < most {
			return err
		}
	}
}
