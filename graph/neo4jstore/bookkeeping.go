package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// AddFileReport implements graph.Writer.
func (w *writer) AddFileReport(ctx context.Context, r graph.FileReport) error {
	report, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding the report of %q: %w", r.File, err)
	}
	return w.write(ctx, "a file report", func(u *update) (bool, error) {
		return true, u.run("write_set_file_report", map[string]any{"key": w.store.key(r.File), "report": string(report)})
	})
}

// look runs one query in a managed read transaction. The run that calls it holds
// the lock, so that no step can come between.
func (w *writer) look(ctx context.Context, what, name string, params map[string]any, begin func(), f func(r row) error) error {
	return w.reading(ctx, what, func(r reader) error {
		begin()
		return r.each(name, params, f)
	})
}

// marks are what a run asks first: one transaction answers for all of it.
type marks struct {
	touched []string
	facts   map[string][]byte
	states  map[string]graph.HostState
}

// readMarks reads them, unless nothing was written since.
func (w *writer) readMarks(ctx context.Context, what string) (*marks, error) {
	if w.marks != nil {
		return w.marks, nil
	}
	var m *marks
	err := w.reading(ctx, what, func(r reader) error {
		m = &marks{facts: map[string][]byte{}, states: map[string]graph.HostState{}}
		err := r.each("write_marks", nil, func(r row) error {
			if r.bool(1) {
				m.touched = append(m.touched, r.text(0))
			}
			if r.Values[2] != nil {
				m.facts[r.text(0)] = r.bytes(2)
			}
			return nil
		})
		if err != nil {
			return err
		}
		return r.each("write_host_states", nil, func(r row) error {
			var state graph.HostState
			if err := json.Unmarshal([]byte(r.text(1)), &state); err != nil {
				return fmt.Errorf("the state of host %q: %w", r.text(0), err)
			}
			m.states[r.text(0)] = state
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	w.marks = m
	return m, nil
}

// reading runs f in one managed read transaction; f starts its results afresh each
// time it is called.
func (w *writer) reading(ctx context.Context, what string, f func(r reader) error) error {
	session := w.store.session(ctx, neo4j.AccessModeRead, 0)
	defer closeSession(ctx, session)
	err := inRead(ctx, session, func(tx neo4j.ManagedTransaction) error {
		return f(reader{ctx: ctx, tx: tx, s: w.store})
	})
	return w.store.fail(ctx, "reading "+what, err)
}

// Facts implements graph.Writer.
func (w *writer) Facts(ctx context.Context) (map[string][]byte, error) {
	m, err := w.readMarks(ctx, "facts")
	if err != nil {
		return nil, err
	}
	return maps.Clone(m.facts), nil
}

// SetFacts implements graph.Writer. No answer of a Reader depends on facts.
func (w *writer) SetFacts(ctx context.Context, computer string, facts []byte) error {
	if facts == nil {
		facts = []byte{}
	}
	return w.write(ctx, "facts", func(u *update) (bool, error) {
		name := strings.ToLower(computer)
		return false, u.run("write_set_facts", map[string]any{"key": w.store.key(name), "name": name, "facts": facts})
	})
}

// Touched implements graph.Writer.
func (w *writer) Touched(ctx context.Context) ([]string, error) {
	m, err := w.readMarks(ctx, "touched computers")
	if err != nil {
		return nil, err
	}
	return slices.Clone(m.touched), nil
}

// HostDigests implements graph.Writer.
func (w *writer) HostDigests(ctx context.Context) (map[string]graph.HostState, error) {
	m, err := w.readMarks(ctx, "the state of the hosts")
	if err != nil {
		return nil, err
	}
	return maps.Clone(m.states), nil
}
