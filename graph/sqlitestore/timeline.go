package sqlitestore

import (
	"context"
	"database/sql"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/timeline"
)

// Activity implements graph.Reader.
func (s *Store) Activity(ctx context.Context, f graph.ProcessFilter, buckets int) (a graph.Activity, err error) {
	if err := timeline.CheckBuckets(buckets); err != nil {
		return a, err
	}
	err = s.read(ctx, "the activity", func(r reader) error {
		m, err := s.matcher(r, f)
		if err != nil {
			return err
		}
		var starts []int64
		err = r.eachColumn(func(id int64, c packed) {
			if m.match(id, c) {
				starts = append(starts, c.sort())
			}
		})
		a = timeline.Count(starts, f.From, f.To, buckets)
		return err
	})
	return a, err
}

// Timeline implements graph.Reader. Each page looks through the packed columns of
// all processes, which costs less than an index over starts and one over ends.
func (s *Store) Timeline(ctx context.Context, f graph.ProcessFilter, p graph.TimelinePage) (t graph.Timeline, err error) {
	q, err := timeline.Check(f, p)
	if err != nil {
		return t, err
	}
	f.From, f.To = graph.Time{}, graph.Time{}
	err = s.read(ctx, "the timeline", func(r reader) error {
		m, err := s.matcher(r, f)
		if err == nil {
			t, err = q.Read(&moments{r: r, m: m, f: f})
		}
		return err
	})
	return t, err
}

// moments are the nodes that a filter takes, for a timeline.
type moments struct {
	r reader
	m *matcher
	f graph.ProcessFilter
}

// Moments implements timeline.Nodes.
func (t *moments) Moments(edge int64, back bool, n int) ([]timeline.Moment, int64, bool, error) {
	near := timeline.NewNearest(edge, back, n)
	err := t.r.eachColumn(func(id int64, c packed) {
		if !t.m.match(id, c) {
			return
		}
		if c.observed() { // a stub has a hint at most
			near.Offer(timeline.Moment{Ticks: c.sort(), ID: id})
		}
		near.Offer(timeline.Moment{Ticks: c.last(), ID: id})
	})
	if err == nil && timeline.WithSessions(t.f) {
		err = t.sessions(near)
	}
	list, next, more := near.Take()
	return list, next, more, err
}

// sessions offers the starts and the ends of the sessions.
func (t *moments) sessions(near *timeline.Nearest) error {
	where := &conditions{}
	if t.f.Host != "" {
		where.add("session-host", t.f.Host)
	}
	if t.f.User != "" {
		where.add("session-user", t.f.User)
	}
	if t.f.Session != "" {
		where.add("session-key", t.f.Session)
	}
	return t.r.each(query("session-moments")+" "+where.sql(), where.args, func(rows *sql.Rows) error {
		var id, sort, last int64
		if err := rows.Scan(&id, &sort, &last); err != nil {
			return err
		}
		near.Offer(timeline.Moment{Ticks: sort, ID: id, Session: true})
		near.Offer(timeline.Moment{Ticks: last, ID: id, Session: true})
		return nil
	})
}

// Rows implements timeline.Nodes.
func (t *moments) Rows(list []timeline.Moment) (processes []graph.ProcessRow, sessions []graph.SessionRow, err error) {
	var ofProcesses, ofSessions bitset
	for _, m := range list {
		if m.Session {
			ofSessions.add(m.ID)
		} else {
			ofProcesses.add(m.ID)
		}
	}
	if processes, err = t.r.processRows(ofProcesses.ids(), nil); err != nil {
		return nil, nil, err
	}
	c := &conditions{}
	c.add("session-ids", idList(ofSessions.ids()))
	text := query("session-rows") + " " + c.sql() + "\n" + query("session-order")
	err = t.r.each(text, append(c.args, len(list)), func(rows *sql.Rows) error {
		row, _, err := scanSession(rows)
		sessions = append(sessions, row)
		return err
	})
	return processes, sessions, err
}
