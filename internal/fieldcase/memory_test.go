package fieldcase

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

// memoryStore is the least store that obeys the port: it lets the many orders
// and splits of these tests run without a database.
type memoryStore struct {
	observations map[[16]byte]*held
	ranges       map[graph.RecordRange]bool
	facts        map[string][]byte
	touched      map[string]bool
	hosts        map[string]hostEntry
	shared       []graph.Node
}

// held is an observation with the least of its delivery stamps.
type held struct {
	graph.StoredObservation
	delivery []byte
}

type hostEntry struct {
	state graph.HostState
	nodes graph.HostGraph
}

func newMemoryStore() *memoryStore {
	return &memoryStore{
		observations: map[[16]byte]*held{}, ranges: map[graph.RecordRange]bool{}, facts: map[string][]byte{},
		touched: map[string]bool{}, hosts: map[string]hostEntry{},
	}
}

func (s *memoryStore) AddObservations(_ context.Context, batch []graph.Observation) (copies int, err error) {
	for _, o := range batch {
		id := graph.ObservationID(&o)
		_, delivery := graph.EncodeObservation(&o)
		s.touched[strings.ToLower(o.Computer)] = true
		h := s.observations[id]
		if h == nil {
			o.Values, o.Flaws = slices.Clone(o.Values), slices.Clone(o.Flaws)
			s.observations[id] = &held{graph.StoredObservation{Observation: o, ID: id}, delivery}
			continue
		}
		copies++
		h.File, h.Computer = min(h.File, o.File), min(h.Computer, o.Computer)
		h.arrive(&o, delivery)
	}
	return copies, nil
}

// arrive takes in a copy: the least delivery stamps are kept, and a copy
// without any is no other delivery.
func (h *held) arrive(o *graph.Observation, delivery []byte) {
	if len(delivery) == 0 {
		return
	}
	if len(h.delivery) > 0 && !bytes.Equal(h.delivery, delivery) {
		h.Resent = true
	}
	if len(h.delivery) == 0 || bytes.Compare(delivery, h.delivery) < 0 {
		h.delivery, h.Received, h.Shipped = delivery, o.Received, o.Shipped
	}
}

func (s *memoryStore) AddRecordRanges(_ context.Context, ranges []graph.RecordRange) error {
	for _, r := range ranges {
		s.ranges[r], s.touched[r.Computer] = true, true
	}
	return nil
}

func (s *memoryStore) Observations(_ context.Context, computers []string) iter.Seq2[*graph.StoredObservation, error] {
	return func(yield func(*graph.StoredObservation, error) bool) {
		for _, h := range s.observations {
			if o := h.StoredObservation; slices.Contains(computers, strings.ToLower(o.Computer)) && !yield(&o, nil) {
				return
			}
		}
	}
}

func (s *memoryStore) RecordRanges(_ context.Context, computers []string) (list []graph.RecordRange, err error) {
	for r := range s.ranges {
		if slices.Contains(computers, r.Computer) {
			list = append(list, r)
		}
	}
	return list, nil
}

func (s *memoryStore) HostDigests(context.Context) (map[string]graph.HostState, error) {
	states := map[string]graph.HostState{}
	for key, h := range s.hosts {
		states[key] = h.state
	}
	return states, nil
}

func (s *memoryStore) SetHostGraph(_ context.Context, key string, state graph.HostState, nodes graph.HostGraph) error {
	s.hosts[key] = hostEntry{state, nodes}
	for _, c := range state.Computers {
		delete(s.touched, c)
	}
	return nil
}

func (s *memoryStore) SetDirectory(_ context.Context, hosts []graph.Host, users []graph.User, warnings []graph.Warning) error {
	s.shared = s.shared[:0]
	s.shared = appendNodes(s.shared, hosts)
	s.shared = appendNodes(s.shared, users)
	s.shared = appendNodes(s.shared, warnings)
	return nil
}

func (s *memoryStore) RemoveHostGraph(_ context.Context, key string) error {
	delete(s.hosts, key)
	return nil
}

func (s *memoryStore) SetFacts(_ context.Context, computer string, facts []byte) error {
	s.facts[computer] = facts
	return nil
}

func (s *memoryStore) Facts(context.Context) (map[string][]byte, error) {
	return maps.Clone(s.facts), nil
}

func (s *memoryStore) Touched(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(s.touched)), nil
}

func (s *memoryStore) AddFileReport(context.Context, graph.FileReport) error { return nil }
func (s *memoryStore) Close() error                                          { return nil }

// begin and export make memoryStore a testStore.
func (s *memoryStore) begin(*testing.T) graph.Writer { return s }

func (s *memoryStore) export(t *testing.T) []byte {
	nodes := slices.Clone(s.shared)
	for _, h := range s.hosts {
		nodes = appendNodes(nodes, h.nodes.Sessions)
		nodes = appendNodes(nodes, h.nodes.Processes)
		nodes = appendNodes(nodes, h.nodes.Attempts)
		nodes = appendNodes(nodes, h.nodes.Warnings)
	}
	place := map[graph.Kind]int{}
	for i, k := range graph.Kinds() {
		place[k] = i
	}
	slices.SortFunc(nodes, func(a, b graph.Node) int {
		if d := place[a.NodeKind()] - place[b.NodeKind()]; d != 0 {
			return d
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

// appendNodes appends pointers to the elements of a slice.
func appendNodes[T any, P interface {
	*T
	graph.Node
}](nodes []graph.Node, list []T) []graph.Node {
	for i := range list {
		nodes = append(nodes, P(&list[i]))
	}
	return nodes
}
