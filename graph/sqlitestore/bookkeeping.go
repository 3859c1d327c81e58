package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// AddFileReport implements graph.Writer.
func (w *writer) AddFileReport(ctx context.Context, r graph.FileReport) error {
	report, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding the report of %q: %w", r.File, err)
	}
	return w.write(ctx, "a file report", func(u *update) (bool, error) {
		return true, u.exec("put-file-report", r.File, string(report))
	})
}

// Facts implements graph.Writer.
func (w *writer) Facts(ctx context.Context) (map[string][]byte, error) {
	facts := map[string][]byte{}
	err := w.store.read(ctx, "facts", func(r reader) error {
		return r.each(query("facts"), nil, func(rows *sql.Rows) error {
			var name string
			var data []byte
			if err := rows.Scan(&name, &data); err != nil {
				return err
			}
			facts[name] = data
			return nil
		})
	})
	return facts, err
}

// SetFacts implements graph.Writer. No answer of a Reader depends on facts.
func (w *writer) SetFacts(ctx context.Context, computer string, facts []byte) error {
	return w.write(ctx, "facts", func(u *update) (bool, error) {
		id, err := u.computer(computer)
		if err != nil {
			return false, err
		}
		if facts == nil {
			facts = []byte{}
		}
		return false, u.exec("set-facts", id, facts)
	})
}

// Computers implements graph.RecordReader.
func (s *Store) Computers(ctx context.Context) ([]string, error) {
	return s.computers(ctx, "computers")
}

// Touched implements graph.Writer.
func (w *writer) Touched(ctx context.Context) ([]string, error) {
	return w.store.computers(ctx, "touched")
}

// computers returns the names that a query of that name gives.
func (s *Store) computers(ctx context.Context, of string) ([]string, error) {
	var names []string
	err := s.read(ctx, "computers", func(r reader) error {
		return r.each(query(of), nil, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		})
	})
	return names, err
}

// HostDigests implements graph.Writer.
func (w *writer) HostDigests(ctx context.Context) (map[string]graph.HostState, error) {
	states := map[string]graph.HostState{}
	err := w.store.read(ctx, "the state of the hosts", func(r reader) error {
		return r.each(query("host-states"), nil, func(rows *sql.Rows) error {
			var key, text string
			if err := rows.Scan(&key, &text); err != nil {
				return err
			}
			var state graph.HostState
			if err := json.Unmarshal([]byte(text), &state); err != nil {
				return fmt.Errorf("the state of host %q: %w", key, err)
			}
			states[key] = state
			return nil
		})
	})
	return states, err
}

// Clear implements graph.Store. SQLite frees a whole table at once, far faster
// than row by row, so that one transaction serves and no reader sees half a
// case; the VACUUM after it gives the space back and leaves no remains.
func (s *Store) Clear(ctx context.Context) error {
	w, err := s.begin(ctx, nil)
	if err != nil {
		return err
	}
	defer w.Close()
	err = w.write(ctx, "an empty case", func(u *update) (bool, error) { return true, u.exec("clear") })
	if err != nil {
		return err
	}
	if _, err := w.db.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("giving back the space of %s: %w", s.path, err)
	}
	return nil
}
