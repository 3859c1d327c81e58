package derive_test

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// memory is a graph.Writer that keeps everything in maps: the simplest store
// that obeys the port, for testing what is derived apart from any database.
type memory struct {
	records   map[[16]byte]*graph.StoredObservation
	delivery  map[[16]byte][]byte
	ranges    map[graph.RecordRange]bool
	facts     map[string][]byte
	touched   map[string]bool
	states    map[string]graph.HostState
	graphs    map[string]graph.HostGraph
	directory []graph.Node
	writes    int // SetHostGraph calls
}

func newMemory() *memory {
	return &memory{
		records: map[[16]byte]*graph.StoredObservation{}, delivery: map[[16]byte][]byte{}, ranges: map[graph.RecordRange]bool{},
		facts: map[string][]byte{}, touched: map[string]bool{}, states: map[string]graph.HostState{}, graphs: map[string]graph.HostGraph{},
	}
}

func (m *memory) AddObservations(_ context.Context, batch []graph.Observation) (duplicates int, err error) {
	for i := range batch {
		o := batch[i]
		o.Values = slices.Clone(o.Values)
		id := graph.ObservationID(&o)
		_, delivery := graph.EncodeObservation(&o)
		m.touched[strings.ToLower(o.Computer)] = true
		have, ok := m.records[id]
		if !ok {
			m.records[id] = &graph.StoredObservation{Observation: o, ID: id}
			m.delivery[id] = delivery
			continue
		}
		duplicates++
		have.Resent = have.Resent || !bytes.Equal(delivery, m.delivery[id])
		if bytes.Compare(delivery, m.delivery[id]) < 0 {
			m.delivery[id] = delivery
			have.Received, have.Shipped = o.Received, o.Shipped
		}
		have.File = min(have.File, o.File)
		have.Computer = min(have.Computer, o.Computer)
	}
	return duplicates, nil
}

func (m *memory) AddRecordRanges(_ context.Context, ranges []graph.RecordRange) error {
	for _, r := range ranges {
		m.ranges[r] = true
		m.touched[r.Computer] = true
	}
	return nil
}

func (m *memory) AddFileReport(context.Context, graph.FileReport) error { return nil }
func (m *memory) Facts(context.Context) (map[string][]byte, error)      { return maps.Clone(m.facts), nil }
func (m *memory) SetFacts(_ context.Context, computer string, facts []byte) error {
	m.facts[computer] = facts
	return nil
}

func (m *memory) Touched(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(m.touched)), nil
}

// Observations yields copies in the random order of a map.
func (m *memory) Observations(_ context.Context, computers []string) iter.Seq2[*graph.StoredObservation, error] {
	return func(yield func(*graph.StoredObservation, error) bool) {
		for _, o := range m.records {
			if slices.Contains(computers, strings.ToLower(o.Computer)) {
				c := *o
				if !yield(&c, nil) {
					return
				}
			}
		}
	}
}

func (m *memory) RecordRanges(_ context.Context, computers []string) (list []graph.RecordRange, err error) {
	for r := range m.ranges {
		if slices.Contains(computers, r.Computer) {
			list = append(list, r)
		}
	}
	return list, nil
}

func (m *memory) HostDigests(context.Context) (map[string]graph.HostState, error) {
	return maps.Clone(m.states), nil
}

func (m *memory) SetHostGraph(_ context.Context, key string, state graph.HostState, nodes graph.HostGraph) error {
	m.states[key], m.graphs[key] = state, nodes
	m.writes++
	for _, c := range state.Computers {
		delete(m.touched, c)
	}
	return nil
}

func (m *memory) RemoveHostGraph(_ context.Context, key string) error {
	delete(m.states, key)
	delete(m.graphs, key)
	return nil
}

func (m *memory) SetDirectory(_ context.Context, hosts []graph.Host, users []graph.User, warnings []graph.Warning) error {
	m.directory = nil
	for i := range hosts {
		m.directory = append(m.directory, &hosts[i])
	}
	for i := range users {
		m.directory = append(m.directory, &users[i])
	}
	for i := range warnings {
		m.directory = append(m.directory, &warnings[i])
	}
	return nil
}

func (m *memory) Close() error { return nil }

// export is the whole graph as EXPORT.md orders it.
func (m *memory) export(t testing.TB) []byte {
	t.Helper()
	nodes := slices.Clone(m.directory)
	for _, g := range m.graphs {
		for i := range g.Sessions {
			nodes = append(nodes, &g.Sessions[i])
		}
		for i := range g.Processes {
			nodes = append(nodes, &g.Processes[i])
		}
		for i := range g.Attempts {
			nodes = append(nodes, &g.Attempts[i])
		}
		for i := range g.Warnings {
			nodes = append(nodes, &g.Warnings[i])
		}
	}
	order := graph.Kinds()
	slices.SortFunc(nodes, func(a, b graph.Node) int {
		if c := slices.Index(order, a.NodeKind()) - slices.Index(order, b.NodeKind()); c != 0 {
			return c
		}
		return strings.Compare(a.NodeKey(), b.NodeKey())
	})
	var out bytes.Buffer
	for _, n := range nodes {
		line, err := graph.EncodeLine(n)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}
