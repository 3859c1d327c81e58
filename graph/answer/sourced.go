package answer

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/procgraph/procgraph/graph"
)

// MaxSourceRecords bounds what SourceRecords returns.
const MaxSourceRecords = 1000

// Sourced is what a node is told by in the records.
type Sourced struct {
	sources  []graph.Source
	guid     string
	pid      string
	logonID  string
	from, to graph.Time // of a process without a GUID: its lifetime
	at       graph.Time // of an attempt
}

// NewSourced reads the identity of a process, a session or an attempt.
func NewSourced(n graph.Node) *Sourced {
	switch n := n.(type) {
	case *graph.Process:
		s := &Sourced{sources: n.Sources, guid: n.GUID, from: n.Start, to: n.End}
		if n.PID != nil {
			s.pid = strconv.FormatInt(*n.PID, 10)
		}
		return s
	case *graph.LogonSession:
		return &Sourced{sources: n.Sources, logonID: n.LogonID, from: n.Start, to: n.End}
	case *graph.LogonAttempt:
		return &Sourced{sources: n.Sources, at: n.Time}
	}
	return &Sourced{}
}

// Numbered are the sources that name a record by its number.
func (s *Sourced) Numbered() []graph.Source {
	return slices.DeleteFunc(slices.Clone(s.sources), func(src graph.Source) bool { return src.RecordID == 0 })
}

// Unnumbered are the sources of logs that gave their records no numbers, by log, sorted.
func (s *Sourced) Unnumbered() []LogEvents {
	var out []LogEvents
	for _, src := range s.sources {
		if src.RecordID != 0 {
			continue
		}
		i := slices.IndexFunc(out, func(l LogEvents) bool { return l.Log == src.Log })
		if i < 0 {
			i = len(out)
			out = append(out, LogEvents{Log: src.Log})
		}
		if !slices.Contains(out[i].Events, src.EventID) {
			out[i].Events = append(out[i].Events, src.EventID)
		}
	}
	slices.SortFunc(out, func(a, b LogEvents) int { return cmp.Compare(a.Log, b.Log) })
	return out
}

// LogEvents are ids of events of one log.
type LogEvents struct {
	Log    string
	Events []uint32
}

// MayConcern looks for the identity in an encoded record, where texts stand as
// they are: it saves the decoding of nearly all.
func (s *Sourced) MayConcern(content []byte) bool {
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

// Concerns says whether a record tells of the node, as well as its values show.
func (s *Sourced) Concerns(o *graph.Observation) bool {
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
func (s *Sourced) near(o *graph.Observation, from, to graph.Time) bool {
	t := o.UtcTime
	if !t.Known() {
		t = o.Time
	}
	if !t.Known() || t.Zone != graph.ZoneUTC {
		return true
	}
	return (!from.Known() || t.Ticks >= from.Ticks-slack) && (!to.Known() || t.Ticks <= to.Ticks+slack)
}

// PickConcerned takes, of the records that bear one number (a cleared log, a
// conflict), those that concern the node; where none does, all.
func (s *Sourced) PickConcerned(found []graph.StoredObservation) []graph.StoredObservation {
	var concerned []graph.StoredObservation
	for i := range found {
		if s.Concerns(&found[i].Observation) {
			concerned = append(concerned, found[i])
		}
	}
	if len(concerned) > 0 {
		return concerned
	}
	return found
}

// SortRecords puts records in the order of SourceRecords, by time, then by log,
// number and ID, each once.
func SortRecords(records []graph.StoredObservation) []graph.Observation {
	slices.SortFunc(records, func(a, b graph.StoredObservation) int {
		return cmp.Or(cmp.Compare(a.Time.Ticks, b.Time.Ticks), cmp.Compare(a.Log, b.Log),
			cmp.Compare(a.RecordID, b.RecordID), bytes.Compare(a.ID[:], b.ID[:]))
	})
	records = slices.CompactFunc(records, func(a, b graph.StoredObservation) bool { return a.ID == b.ID })
	out := make([]graph.Observation, len(records))
	for i := range records {
		out[i] = records[i].Observation
	}
	return out
}
