package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Nodes is a store's view of what a filter takes.
type Nodes interface {
	// Moments returns the moments from edge on, as Nearest.Take does, with some n of them.
	Moments(edge int64, back bool, n int) (list []Moment, next int64, more bool, err error)
	// Rows reads the nodes of moments, each once, in any order.
	Rows(list []Moment) ([]graph.ProcessRow, []graph.SessionRow, error)
}

// WithSessions says whether logon sessions belong to what a filter takes: they have
// no image, command line or creation record of a process.
func WithSessions(f graph.ProcessFilter) bool {
	return f.Text == "" && f.Image == "" && f.Observed == nil
}

// place is where an event stands in the order.
type place struct {
	ticks  int64
	record uint64
	rank   int
	key    string
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.ticks, b.ticks), cmp.Compare(a.record, b.record), cmp.Compare(a.rank, b.rank), cmp.Compare(a.key, b.key))
}

func (p place) cursor() string { return answer.EncodeCursor(p.ticks, p.record, p.rank, p.key) }

func decode(cursor string) (p place, err error) {
	_, err = answer.DecodeCursor(cursor, &p.ticks, &p.record, &p.rank, &p.key)
	return p, err
}

// order of the kinds at one moment.
var order = []graph.TimelineEventKind{graph.SessionStarted, graph.ProcessStarted, graph.ProcessEnded, graph.SessionEnded}

// placed is an event with its place.
type placed struct {
	place place
	event graph.TimelineEvent
}

// Query is what was asked for, checked.
type Query struct {
	edge     int64
	beyond   *place // only events on its far side
	back     bool
	size     int
	from, to int64
}

// Check reads a page and a filter's span. The stores ask their nodes for the filter
// without its span: a timeline has the events in it, not the processes alive in it.
func Check(f graph.ProcessFilter, p graph.TimelinePage) (Query, error) {
	q := Query{size: graph.Page{Limit: p.Limit}.Size(), from: 1, to: 1<<63 - 2, edge: 1}
	if err := answer.CheckSpan(f.From, f.To); err != nil {
		return q, err
	}
	if f.From.Known() {
		q.from = f.From.Ticks
	}
	if f.To.Known() {
		q.to = f.To.Ticks
	}
	cursor := p.After
	switch {
	case p.After != "" && p.Before != "":
		return q, fmt.Errorf("%w: events are asked for after a place or before one, not both", graph.ErrInvalid)
	case p.Before == graph.TimelineEnd:
		q.back, q.edge = true, q.to
	case p.Before != "":
		cursor, q.back = p.Before, true
	case p.After == "" && p.At.Known():
		q.edge = p.At.Ticks
	}
	if cursor != "" {
		at, err := decode(cursor)
		if err != nil {
			return q, err
		}
		q.beyond, q.edge = &at, at.ticks
	}
	if q.back {
		q.edge = min(q.edge, q.to)
	} else {
		q.edge = max(q.edge, q.from)
	}
	return q, nil
}

// Read gathers the events of a page.
func (q Query) Read(nodes Nodes) (graph.Timeline, error) {
	var found []placed
	edge := q.edge
	for {
		list, next, more, err := nodes.Moments(edge, q.back, q.size+q.size/4+32)
		if err != nil {
			return graph.Timeline{}, err
		}
		processes, sessions, err := nodes.Rows(list)
		if err != nil {
			return graph.Timeline{}, err
		}
		for _, e := range events(processes, sessions) {
			if q.takes(e.place, edge, next, more) {
				found = append(found, e)
			}
		}
		if !more || len(found) > q.size || next < q.from || next > q.to {
			return q.answer(found), nil
		}
		edge = next
	}
}

// takes says whether an event is asked for, and of the part from edge until next.
func (q Query) takes(p place, edge, next int64, more bool) bool {
	switch {
	case p.ticks < q.from, p.ticks > q.to:
		return false
	case !q.back && (p.ticks < edge || more && p.ticks >= next):
		return false
	case q.back && (p.ticks > edge || more && p.ticks <= next):
		return false
	case q.beyond == nil:
		return true
	}
	if q.back {
		return comparePlaces(p, *q.beyond) < 0
	}
	return comparePlaces(p, *q.beyond) > 0
}

func (q Query) answer(found []placed) graph.Timeline {
	slices.SortFunc(found, func(a, b placed) int { return comparePlaces(a.place, b.place) })
	t := graph.Timeline{Items: []graph.TimelineEvent{}, More: len(found) > q.size}
	switch {
	case t.More && q.back:
		found = found[len(found)-q.size:]
	case t.More:
		found = found[:q.size]
	}
	for _, e := range found {
		e.event.Cursor = e.place.cursor()
		t.Items = append(t.Items, e.event)
	}
	return t
}

// events are the recorded starts and ends of nodes. A start that only a GUID hints
// at and an end of which only a bound is known are none.
func events(processes []graph.ProcessRow, sessions []graph.SessionRow) (out []placed) {
	add := func(at graph.Time, kind graph.TimelineEventKind, key string, from *graph.Source, p *graph.ProcessRow, s *graph.SessionRow) {
		if !at.Known() {
			return
		}
		e := placed{place{ticks: at.Ticks, rank: slices.Index(order, kind), key: key}, graph.TimelineEvent{Time: at, Event: kind, Source: from, Process: p, Session: s}}
		if from != nil {
			e.place.record = from.RecordID
		}
		out = append(out, e)
	}
	for i := range processes {
		p := &processes[i]
		add(p.Start, graph.ProcessStarted, p.Key, sourceOf(p.Sources, 1, 4688), p, nil)
		add(p.End, graph.ProcessEnded, p.Key, sourceOf(p.Sources, 5, 4689), p, nil)
	}
	for i := range sessions {
		s := &sessions[i]
		add(s.Start, graph.SessionStarted, s.Key, sourceOf(s.Sources, 4624), nil, s)
		ends := []uint32{4634, 4647}
		if s.EndVia == "4647" {
			ends = []uint32{4647}
		}
		add(s.End, graph.SessionEnded, s.Key, sourceOf(s.Sources, ends...), nil, s)
	}
	return out
}

// sourceOf is the first record of the first of these events that there is one of.
func sourceOf(sources []graph.Source, ids ...uint32) *graph.Source {
	for _, id := range ids {
		for i := range sources {
			if sources[i].EventID == id && strings.EqualFold(sources[i].Log, logOf(id)) {
				return &sources[i]
			}
		}
	}
	return nil
}

// logOf is the log that an event id of a start or an end belongs to.
func logOf(id uint32) string {
	if id < 1000 {
		return "sysmon"
	}
	return "security"
}
