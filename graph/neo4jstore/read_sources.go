package neo4jstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// SourceRecords implements graph.Reader: the observations that the node's
// sources name, by time, at most 1,000. Where a log gave its records no numbers,
// they are told by what they say: the process's GUID or PID and times, the
// session's logon ID, the attempt's time.
func (s *Store) SourceRecords(ctx context.Context, kind graph.Kind, key string) (out []graph.Observation, err error) {
	if kind != graph.KindProcess && kind != graph.KindSession && kind != graph.KindLogonAttempt {
		return nil, fmt.Errorf("%w: a %q has no source records", graph.ErrInvalid, kind)
	}
	err = s.read(ctx, "source records", func(r reader) error {
		n, computers, err := r.sourced(kind, key)
		if err != nil {
			return err
		}
		records, err := r.sourceRecords(n, computers)
		out = answer.SortRecords(records)
		return err
	})
	return out, err
}

// sourced reads a node and the computers whose records made its host.
func (r reader) sourced(kind graph.Kind, key string) (*answer.Sourced, []string, error) {
	row, err := r.one("read_node_"+string(kind), map[string]any{"key": r.s.key(key)})
	if err != nil {
		return nil, nil, fmt.Errorf("%s %q: %w", kind, key, err)
	}
	n, err := graph.DecodeLine([]byte(row.text(0)))
	if err != nil {
		return nil, nil, err
	}
	host, err := r.one("read_host_state", map[string]any{"host": row.text(1)})
	if errors.Is(err, graph.ErrNotFound) {
		// A large host is written in stages, its state with the last of them.
		return answer.NewSourced(n), nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var state graph.HostState
	if err := json.Unmarshal([]byte(host.text(0)), &state); err != nil {
		return nil, nil, fmt.Errorf("a stored host's state cannot be read: %w", err)
	}
	return answer.NewSourced(n), state.Computers, nil
}

// errEnough stops a scan.
var errEnough = errors.New("enough")

func (r reader) sourceRecords(n *answer.Sourced, computers []string) (all []graph.StoredObservation, err error) {
	for _, src := range n.Numbered() {
		var found []graph.StoredObservation
		for _, computer := range computers {
			err := r.records(computer, src.Log, src.RecordID, []uint32{src.EventID}, func(row row) error {
				o, err := decodeRecord(row)
				if err == nil && o.Log == src.Log {
					found = append(found, *o)
				}
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		if all = append(all, n.PickConcerned(found)...); len(all) >= answer.MaxSourceRecords {
			return all[:answer.MaxSourceRecords], nil
		}
	}
	for _, log := range n.Unnumbered() {
		for _, computer := range computers {
			if all, err = r.unnumbered(all, n, computer, log); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// records calls f for the records of a computer's log with a number.
func (r reader) records(computer, log string, number uint64, events []uint32, f func(row row) error) error {
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = int64(e)
	}
	params := map[string]any{"computer": r.s.key(computer), "log": boundText(log), "number": int64(number), "events": ids}
	return r.each("read_records", params, f)
}

// unnumbered looks through the records without a number of a log for those that
// concern the node.
func (r reader) unnumbered(all []graph.StoredObservation, n *answer.Sourced, computer string, log answer.LogEvents) ([]graph.StoredObservation, error) {
	err := r.records(computer, log.Log, 0, log.Events, func(row row) error {
		if len(all) >= answer.MaxSourceRecords {
			return errEnough
		}
		if !n.MayConcern(row.bytes(4)) {
			return nil
		}
		o, err := decodeRecord(row)
		if err == nil && o.Log == log.Log && n.Concerns(&o.Observation) {
			all = append(all, *o)
		}
		return err
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return all, err
}
