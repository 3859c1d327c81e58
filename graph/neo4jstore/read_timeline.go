package neo4jstore

import (
	"context"
	"maps"
	"math"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/timeline"
)

// Activity implements graph.Reader.
func (s *Store) Activity(ctx context.Context, f graph.ProcessFilter, buckets int) (a graph.Activity, err error) {
	if err := timeline.CheckBuckets(buckets); err != nil {
		return a, err
	}
	c, err := checkFilter(f)
	if err != nil {
		return a, err
	}
	err = s.read(ctx, "the activity", func(r reader) error {
		params, err := r.matchParams(c)
		if err != nil {
			return err
		}
		first, last, err := r.firstAndLast(params)
		if err != nil {
			return err
		}
		scale := timeline.ScaleOf(f.From, f.To, first, last, buckets)
		a = scale.Activity()
		return r.countStarts(&a, scale, params)
	})
	return a, err
}

// firstAndLast are the first and the last start of what a filter takes; 0 for none.
func (r reader) firstAndLast(params map[string]any) (first, last int64, err error) {
	if params["anchor"] == "case" {
		if first, err = r.endmost("read_timeline_processes_starts_forward", params); err != nil {
			return 0, 0, err
		}
		last, err = r.endmost("read_timeline_processes_starts_back", params)
		return first, last, err
	}
	err = r.each("read_activity_span", params, func(row row) error {
		first, last = row.int(0), row.int(1)
		return nil
	})
	return first, last, err
}

// endmost is the first moment that an ordered query gives; 0 for none.
func (r reader) endmost(name string, params map[string]any) (at int64, err error) {
	all := maps.Clone(params)
	maps.Copy(all, map[string]any{"low": int64(1), "high": int64(math.MaxInt64 - 1), "limit": 1})
	err = r.each(name, all, func(row row) error {
		at = row.int(1)
		return nil
	})
	return at, err
}

func (r reader) countStarts(a *graph.Activity, scale timeline.Scale, params map[string]any) error {
	params["begin"], params["end"], params["step"] = scale.From, scale.To, scale.Step
	return r.windows(params, func(p map[string]any) error {
		return r.each("read_activity", p, func(row row) error {
			part, n := row.int(0), int(row.int(1))
			switch {
			case part == -1:
				a.Timeless += n
			case part < 0 || part >= int64(len(a.Counts)) || scale.From == 0:
				a.Outside += n
			default:
				a.Counts[part] += n
				a.Total += n
			}
			return nil
		})
	})
}

// Timeline implements graph.Reader.
func (s *Store) Timeline(ctx context.Context, f graph.ProcessFilter, p graph.TimelinePage) (t graph.Timeline, err error) {
	q, err := timeline.Check(f, p)
	if err != nil {
		return t, err
	}
	f.From, f.To = graph.Time{}, graph.Time{}
	c, err := checkFilter(f)
	if err != nil {
		return t, err
	}
	err = s.read(ctx, "the timeline", func(r reader) error {
		params, err := r.matchParams(c)
		if err == nil {
			t, err = q.Read(&moments{r: r, c: c, params: params})
		}
		return err
	})
	return t, err
}

// moments are the nodes that a filter takes, for a timeline.
type moments struct {
	r      reader
	c      *condition
	params map[string]any
}

// Moments implements timeline.Nodes. A list that the server cut may lack what stands
// level with its last moment; when all of it stands level, a longer one is asked for.
func (t *moments) Moments(edge int64, back bool, n int) ([]timeline.Moment, int64, bool, error) {
	for limit := n; ; limit *= 4 {
		near := timeline.NewNearest(edge, back, n)
		err := t.gather(near, edge, back, limit)
		list, next, more := near.Take()
		if err != nil || len(list) > 0 || !more {
			return list, next, more, err
		}
	}
}

// gather offers the first moments from the server, at most limit of each list.
func (t *moments) gather(near *timeline.Nearest, edge int64, back bool, limit int) error {
	bind := map[string]any{"edge": edge, "sign": int64(1), "never": int64(math.MaxInt64), "limit": limit + 1,
		"low": max(edge, 1), "high": int64(math.MaxInt64 - 1)}
	direction := "_forward"
	if back {
		bind["sign"], bind["low"], bind["high"] = int64(-1), int64(1), min(edge, math.MaxInt64-1)
		direction = "_back"
	}
	offer := func(name string, session bool, params map[string]any) error {
		all := maps.Clone(params)
		maps.Copy(all, bind)
		got, last := 0, int64(0)
		err := t.r.each(name, all, func(row row) error {
			got, last = got+1, row.int(1)
			near.Offer(timeline.Moment{Ticks: last, ID: row.int(0), Session: session})
			return nil
		})
		if got > limit {
			near.Close(last)
		}
		return err
	}
	// A whole case is read by the indexes of its moments, up to the limit. What another
	// index leads to is less, and is looked through.
	both := func(name string, session bool, params map[string]any) error {
		if params["anchor"] != "case" {
			return offer(name, session, params)
		}
		if err := offer(name+"_starts"+direction, session, params); err != nil {
			return err
		}
		return offer(name+"_ends"+direction, session, params)
	}
	err := both("read_timeline_processes", false, t.params)
	if err == nil && timeline.WithSessions(t.c.f) {
		err = both("read_timeline_sessions", true, t.sessionParams())
	}
	return err
}

// sessionParams binds the conditions of read_some_sessions.
func (t *moments) sessionParams() map[string]any {
	s, f := t.r.s, t.c.f
	p := map[string]any{"host": s.optional(f.Host), "user": s.optional(f.User), "session": s.optional(f.Session),
		"sourceHost": nil, "sourceIp": nil, "logonId": nil, "type": nil, "remote": false, "from": nil, "to": nil, "anchor": "case"}
	switch {
	case f.User != "":
		p["anchor"] = "user"
	case f.Host != "":
		p["anchor"] = "host"
	}
	return p
}

// Rows implements timeline.Nodes.
func (t *moments) Rows(list []timeline.Moment) (processes []graph.ProcessRow, sessions []graph.SessionRow, err error) {
	var ofProcesses, ofSessions []int64
	for _, m := range list {
		if m.Session {
			ofSessions = append(ofSessions, m.ID)
		} else {
			ofProcesses = append(ofProcesses, m.ID)
		}
	}
	if processes, err = t.r.processRows(newIDSet(ofProcesses), nil); err != nil {
		return nil, nil, err
	}
	err = t.r.each("read_session_rows", map[string]any{"ids": []int64(newIDSet(ofSessions))}, func(row row) error {
		one, err := scanSession(row)
		sessions = append(sessions, one)
		return err
	})
	return processes, sessions, err
}
