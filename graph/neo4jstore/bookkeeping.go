package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"

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
	session := w.store.session(ctx, neo4j.AccessModeRead)
	defer closeSession(ctx, session)
	err := inRead(ctx, session, func(tx neo4j.ManagedTransaction) error {
		begin()
		return reader{ctx: ctx, tx: tx, s: w.store}.each(name, params, f)
	})
	return w.store.fail(ctx, "reading "+what, err)
}

// Facts implements graph.Writer.
func (w *writer) Facts(ctx context.Context) (facts map[string][]byte, err error) {
	err = w.look(ctx, "facts", "write_facts", nil, func() { facts = map[string][]byte{} }, func(r row) error {
		facts[r.text(0)] = r.bytes(1)
		return nil
	})
	return facts, err
}

// SetFacts implements graph.Writer. No answer of a Reader depends on facts.
func (w *writer) SetFacts(ctx context.Context, computer string, facts []byte) error {
	if facts == nil {
		facts = []byte{}
	}
	return w.write(ctx, "facts", func(u *update) (bool, error) {
		name := lowerUnique([]string{computer})[0]
		return false, u.run("write_set_facts", map[string]any{"key": w.store.key(name), "name": name, "facts": facts})
	})
}

// Touched implements graph.Writer.
func (w *writer) Touched(ctx context.Context) (names []string, err error) {
	err = w.look(ctx, "touched computers", "write_touched", nil, func() { names = nil }, func(r row) error {
		names = append(names, r.text(0))
		return nil
	})
	return names, err
}

// HostDigests implements graph.Writer.
func (w *writer) HostDigests(ctx context.Context) (states map[string]graph.HostState, err error) {
	err = w.look(ctx, "the state of the hosts", "write_host_states", nil, func() { states = map[string]graph.HostState{} }, func(r row) error {
		var state graph.HostState
		if err := json.Unmarshal([]byte(r.text(1)), &state); err != nil {
			return fmt.Errorf("the state of host %q: %w", r.text(0), err)
		}
		states[r.text(0)] = state
		return nil
	})
	return states, err
}
