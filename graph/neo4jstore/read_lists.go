package neo4jstore

import (
	"context"
	"encoding/json"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// listing reads one page of a list ordered by time and key.
type listing[T any] struct {
	// whole and some name the queries of a page without and with conditions, count
	// that of the number under conditions.
	whole, some, count string
	params             map[string]any
	filtered           bool
	scan               func(row row) (T, error) // from column 2 on
}

// page answers one page of those within a span, after checking what was asked.
func (l *listing[T]) page(ctx context.Context, s *Store, what string, from, to graph.Time, p graph.Page) (list graph.List[T], err error) {
	if err := answer.CheckSpan(from, to); err != nil {
		return list, err
	}
	after, err := answer.DecodePlace(p.After)
	if err != nil {
		return list, err
	}
	l.params["from"], l.params["to"] = ticksOrNil(from), ticksOrNil(to)
	err = s.read(ctx, what, func(r reader) error {
		list, err = l.read(r, after, p.Size())
		return err
	})
	return list, err
}

func (l *listing[T]) read(r reader, after answer.Place, size int) (list graph.List[T], err error) {
	if list.Of, err = l.total(r, map[string]any{"anchor": "case"}); err != nil {
		return list, err
	}
	list.Total = list.Of
	name := l.whole
	if l.filtered {
		name = l.some
		if list.Total, err = l.total(r, l.params); err != nil {
			return list, err
		}
	}
	p := map[string]any{}
	for k, v := range l.params {
		p[k] = v
	}
	p["time"], p["key"], p["limit"] = after.Sort, r.s.afterKey(after), size+1
	list.Items = make([]T, 0, size)
	var last answer.Place
	err = r.each(name, p, func(row row) error {
		if len(list.Items) == size {
			list.Next = last.Cursor()
			return nil
		}
		item, err := l.scan(row)
		list.Items, last = append(list.Items, item), r.s.place(row, 0)
		return err
	})
	return list, err
}

// total counts under conditions; further pages ask for the same.
func (l *listing[T]) total(r reader, params map[string]any) (int, error) {
	all := map[string]any{}
	for k := range l.params {
		all[k] = nil
	}
	all["remote"] = false
	for k, v := range params {
		all[k] = v
	}
	name, err := json.Marshal(all)
	if err != nil {
		return 0, err
	}
	return remember(r, l.count+" "+string(name), func() (int, error) {
		row, err := r.one(l.count, all)
		if err != nil {
			return 0, err
		}
		return int(row.int(0)), nil
	})
}

// Sessions implements graph.Reader.
func (s *Store) Sessions(ctx context.Context, f graph.SessionFilter, p graph.Page) (graph.List[graph.SessionRow], error) {
	l := listing[graph.SessionRow]{whole: "read_all_sessions", some: "read_sessions", count: "read_count_sessions",
		filtered: f != graph.SessionFilter{}, scan: scanSession, params: map[string]any{
			"host": s.optional(f.Host), "user": s.optional(f.User), "sourceHost": s.optional(f.SourceHost), "sourceIp": textOrNil(f.SourceIP), "logonId": textOrNil(f.LogonID),
			"type": numberOrNil(int64(f.Type)), "remote": f.Remote, "anchor": "case"}}
	switch {
	case f.LogonID != "":
		l.params["anchor"] = "logonid"
	case f.SourceHost != "":
		l.params["anchor"] = "source"
	case f.SourceIP != "":
		l.params["anchor"] = "address"
	case f.User != "":
		l.params["anchor"] = "user"
	case f.Host != "":
		l.params["anchor"] = "host"
	}
	return l.page(ctx, s, "logon sessions", f.From, f.To, p)
}

func numberOrNil(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func scanSession(row row) (s graph.SessionRow, err error) {
	err = decodeLine(row.text(2), &s.LogonSession)
	s.ProcessCount, s.HostName, s.UserName, s.SourceHostName = int(row.int(3)), row.text(4), row.text(5), row.text(6)
	return s, err
}

// Session implements graph.Reader.
func (s *Store) Session(ctx context.Context, key string) (session graph.SessionRow, err error) {
	err = s.read(ctx, "a logon session", func(r reader) error {
		found := false
		err := r.each("read_session", map[string]any{"key": s.key(key)}, func(row row) error {
			found = true
			session, err = scanSession(row)
			return err
		})
		if err == nil && !found {
			return notFound("session", key)
		}
		return err
	})
	return session, err
}

// Attempts implements graph.Reader. A user is the one who asked or the one meant.
func (s *Store) Attempts(ctx context.Context, f graph.AttemptFilter, p graph.Page) (graph.List[graph.LogonAttempt], error) {
	l := listing[graph.LogonAttempt]{whole: "read_all_attempts", some: "read_attempts", count: "read_count_attempts",
		filtered: f != graph.AttemptFilter{}, params: map[string]any{
			"host": s.optional(f.Host), "user": s.optional(f.User), "process": s.optional(f.Process), "session": s.optional(f.Session),
			"event": numberOrNil(int64(f.EventID)), "anchor": "case"},
		scan: func(row row) (a graph.LogonAttempt, err error) {
			return a, decodeLine(row.text(2), &a)
		}}
	switch {
	case f.Process != "":
		l.params["anchor"] = "process"
	case f.Session != "":
		l.params["anchor"] = "session"
	case f.User != "":
		l.params["anchor"] = "user"
	case f.Host != "":
		l.params["anchor"] = "host"
	}
	return l.page(ctx, s, "logon attempts", f.From, f.To, p)
}
