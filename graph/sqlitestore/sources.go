package sqlitestore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/procgraph/procgraph/graph"
)

// maxSourceRecords bounds what SourceRecords returns.
const maxSourceRecords = 1000

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
	slices.SortFunc(records, func(a, b graph.StoredObservation) int {
		return cmp.Or(cmp.Compare(a.Time.Ticks, b.Time.Ticks), cmp.Compare(a.Log, b.Log),
			cmp.Compare(a.RecordID, b.RecordID), bytes.Compare(a.ID[:], b.ID[:]))
	})
	records = slices.CompactFunc(records, func(a, b graph.StoredObservation) bool { return a.ID == b.ID })
	out := make([]graph.Observation, len(records))
	for i := range records {
		out[i] = records[i].Observation
	}
	return out, err
}

// node reads a node and the computers whose records made its host.
func (r reader) node(kind graph.Kind, key string) (*sourced, []string, error) {
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
	return newSourced(n), state.Computers, nil
}

// errEnough stops a scan.
var errEnough = errors.New("enough")

func (r reader) sourceRecords(n *sourced, computers []string) (all []graph.StoredObservation, err error) {
	logs := map[string][]graph.Source{} // sources without a number, by log
	for _, src := range n.sources {
		if src.RecordID == 0 {
			logs[src.Log] = append(logs[src.Log], src)
			continue
		}
		found, err := r.numbered(n, computers, src)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		if len(all) >= maxSourceRecords {
			return all[:maxSourceRecords], nil
		}
	}
	for log, sources := range logs {
		for _, computer := range computers {
			if all, err = r.unnumbered(all, n, computer, log, sources); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// numbered reads the record that a source names. Several records can have one
// number (a cleared log, a conflict): then those that concern the node.
func (r reader) numbered(n *sourced, computers []string, src graph.Source) ([]graph.StoredObservation, error) {
	var found, concerned []graph.StoredObservation
	for _, computer := range computers {
		args := []any{computer, src.Log, int64(src.RecordID)}
		err := r.each(query("observations-numbered"), args, func(rows *sql.Rows) error {
			o, err := scanObservation(rows)
			if err != nil || o.EventID != src.EventID {
				return err
			}
			found = append(found, *o)
			if n.concerns(&o.Observation) {
				concerned = append(concerned, *o)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(concerned) > 0 {
		found = concerned
	}
	return found, nil
}

// unnumbered looks through the records without a number of a log for those that
// concern the node.
func (r reader) unnumbered(all []graph.StoredObservation, n *sourced, computer, log string, sources []graph.Source) ([]graph.StoredObservation, error) {
	err := r.each(query("observations-numbered"), []any{computer, log, 0}, func(rows *sql.Rows) error {
		raw, err := scanRaw(rows)
		if err != nil || !n.mayConcern(raw.content) {
			return err // saves the decoding of nearly all
		}
		o, err := raw.decode()
		if err != nil {
			return err
		}
		named := slices.ContainsFunc(sources, func(s graph.Source) bool { return s.EventID == o.EventID })
		if named && n.concerns(&o.Observation) {
			all = append(all, *o)
		}
		if len(all) >= maxSourceRecords {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return all, err
}

// sourced is what a node is told by in the records.
type sourced struct {
	sources  []graph.Source
	guid     string
	pid      string
	logonID  string
	from, to graph.Time // of a process without a GUID: its lifetime
	at       graph.Time // of an attempt
}

func newSourced(n graph.Node) *sourced {
	switch n := n.(type) {
	case *graph.Process:
		s := &sourced{sources: n.Sources, guid: n.GUID, from: n.Start, to: n.End}
		if n.PID != nil {
			s.pid = strconv.FormatInt(*n.PID, 10)
		}
		return s
	case *graph.LogonSession:
		return &sourced{sources: n.Sources, logonID: n.LogonID, from: n.Start, to: n.End}
	case *graph.LogonAttempt:
		return &sourced{sources: n.Sources, at: n.Time}
	}
	return &sourced{}
}

// mayConcern looks for the identity in an encoded record, where texts stand as they are.
func (s *sourced) mayConcern(content []byte) bool {
	switch {
	case s.guid != "" && bytes.Contains(content, []byte(s.guid)):
		return true
	case s.pid != "":
		return bytes.Contains(content, []byte(s.pid))
	case s.logonID != "":
		return bytes.Contains(content, []byte(s.logonID))
	}
	return s.guid == ""
}

// slack is how far a record's own time may lie from the moment it tells of.
const slack = 2 * graph.TicksPerSecond

// concerns says whether a record tells of the node, as well as its values show.
func (s *sourced) concerns(o *graph.Observation) bool {
	switch {
	case s.at.Known():
		return s.near(o, s.at, s.at)
	case s.logonID != "":
		for _, f := range []graph.Field{graph.TargetLogonID, graph.LogonID, graph.SubjectLogonID, graph.LinkedLogonID} {
			if o.Text(f) == s.logonID {
				return s.near(o, s.from, s.to)
			}
		}
		return false
	}
	if guid := o.Text(graph.ProcessGUID); guid != "" && s.guid != "" {
		return guid == s.guid
	}
	return s.pid != "" && o.Text(graph.ProcessPID) == s.pid && s.near(o, s.from, s.to)
}

// near says whether a record lies in a span, open where an end is not known. A
// local clock without a zone says nothing here.
func (s *sourced) near(o *graph.Observation, from, to graph.Time) bool {
	t := o.UtcTime
	if !t.Known() {
		t = o.Time
	}
	if !t.Known() || t.Zone != graph.ZoneUTC {
		return true
	}
	return (!from.Known() || t.Ticks >= from.Ticks-slack) && (!to.Known() || t.Ticks <= to.Ticks+slack)
}
