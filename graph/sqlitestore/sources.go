package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// SourceRecords implements graph.Reader: the observations that the node's
// sources name, by time, at most 1,000. Where a log gave its records no numbers,
// they are told by what they say: the process's GUID or PID and times, the
// session's logon ID, the attempt's time.
func (s *Store) SourceRecords(ctx context.Context, kind graph.Kind, key string) ([]graph.Observation, error) {
	if kind != graph.KindProcess && kind != graph.KindSession && kind != graph.KindLogonAttempt {
		return nil, fmt.Errorf("%w: a %q has no source records", graph.ErrInvalid, kind)
	}
	var records []graph.StoredObservation
	err := s.read(ctx, "source records", func(r reader) error {
		n, computers, err := r.node(kind, key)
		if err != nil {
			return err
		}
		records, err = r.sourceRecords(n, computers)
		return err
	})
	return answer.SortRecords(records), err
}

// node reads a node and the computers whose records made its host.
func (r reader) node(kind graph.Kind, key string) (*answer.Sourced, []string, error) {
	var line []byte
	var host string
	if err := r.scanOne("node-"+string(kind), []any{key}, &line, &host); err != nil {
		return nil, nil, fmt.Errorf("%s %q: %w", kind, key, err)
	}
	n, err := graph.DecodeLine(line)
	if err != nil {
		return nil, nil, err
	}
	var text []byte
	if err := r.scanOne("host-state", []any{host}, &text); err != nil {
		return nil, nil, err
	}
	var state graph.HostState
	if err := json.Unmarshal(text, &state); err != nil {
		return nil, nil, err
	}
	return answer.NewSourced(n), state.Computers, nil
}

// errEnough stops a scan.
var errEnough = errors.New("enough")

func (r reader) sourceRecords(n *answer.Sourced, computers []string) (all []graph.StoredObservation, err error) {
	for _, src := range n.Numbered() {
		found, err := r.numbered(computers, src)
		if err != nil {
			return nil, err
		}
		all = append(all, n.PickConcerned(found)...)
		if len(all) >= answer.MaxSourceRecords {
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

// numbered reads the records that bear the number which a source names.
func (r reader) numbered(computers []string, src graph.Source) (found []graph.StoredObservation, err error) {
	for _, computer := range computers {
		args := []any{computer, src.Log, int64(src.RecordID)}
		err := r.each(query("observations-numbered"), args, func(rows *sql.Rows) error {
			o, err := scanObservation(rows)
			if err == nil && o.EventID == src.EventID {
				found = append(found, *o)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// unnumbered looks through the records without a number of a log for those that
// concern the node.
func (r reader) unnumbered(all []graph.StoredObservation, n *answer.Sourced, computer string, log answer.LogEvents) ([]graph.StoredObservation, error) {
	if len(all) >= answer.MaxSourceRecords {
		return all, nil
	}
	err := r.each(query("observations-numbered"), []any{computer, log.Log, 0}, func(rows *sql.Rows) error {
		raw, err := scanRaw(rows)
		if err != nil || !n.MayConcern(raw.content) {
			return err // saves the decoding of nearly all
		}
		o, err := raw.decode()
		if err != nil {
			return err
		}
		if slices.Contains(log.Events, o.EventID) && n.Concerns(&o.Observation) {
			all = append(all, *o)
		}
		if len(all) >= answer.MaxSourceRecords {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return all, err
}
