package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// listing reads one page of a list kept in one table: the queries NAME-rows,
// count-NAMEs and NAME-order around the conditions.
type listing[T any] struct {
	name  string
	where *conditions
	after *conditions // the page's place; nil for the first page
	// scan reads a row and returns the item and its place.
	scan func(rows *sql.Rows) (item T, cursor string, err error)
}

func (l *listing[T]) read(r reader, p graph.Page) (list graph.List[T], err error) {
	count := query("count-" + l.name + "s")
	if err := r.tx.QueryRowContext(r.ctx, count+" "+l.where.sql(), l.where.args...).Scan(&list.Total); err != nil {
		return list, err
	}
	list.Of = list.Total
	if len(l.where.parts) > 0 {
		if err := r.tx.QueryRowContext(r.ctx, count+" TRUE").Scan(&list.Of); err != nil {
			return list, err
		}
	}
	text, args := query(l.name+"-rows")+" "+l.where.sql(), l.where.args
	if l.after != nil {
		text += "\nAND " + l.after.sql()
		args = append(args, l.after.args...)
	}
	args = append(args, p.Size()+1)
	list.Items = make([]T, 0, p.Size())
	last := ""
	err = r.each(text+"\n"+query(l.name+"-order"), args, func(rows *sql.Rows) error {
		if len(list.Items) == p.Size() {
			list.Next = last
			return nil
		}
		item, cursor, err := l.scan(rows)
		list.Items, last = append(list.Items, item), cursor
		return err
	})
	return list, err
}

// Sessions implements graph.Reader.
func (s *Store) Sessions(ctx context.Context, f graph.SessionFilter, p graph.Page) (list graph.List[graph.SessionRow], err error) {
	where := &conditions{}
	if err := answer.CheckSpan(f.From, f.To); err != nil {
		return list, err
	}
	if f.Host != "" {
		where.add("session-host", f.Host)
	}
	if f.User != "" {
		where.add("session-user", f.User)
	}
	if f.From.Known() {
		where.add("session-from", f.From.Ticks)
	}
	if f.To.Known() {
		where.add("session-to", f.To.Ticks, f.To.Ticks)
	}
	if f.Type != 0 {
		where.add("session-type", f.Type)
	}
	if f.Remote {
		where.add("session-remote")
	}
	if f.SourceHost != "" {
		where.add("session-source-host", f.SourceHost)
	}
	if f.SourceIP != "" {
		where.add("session-source-ip", f.SourceIP)
	}
	if f.LogonID != "" {
		where.add("session-logon-id", f.LogonID)
	}
	after, err := afterTime("session-after", p.After)
	if err != nil {
		return list, err
	}
	l := listing[graph.SessionRow]{name: "session", where: where, after: after, scan: scanSession}
	err = s.read(ctx, "logon sessions", func(r reader) error {
		list, err = l.read(r, p)
		return err
	})
	return list, err
}

// afterTime is the condition that goes on behind a cursor of time and key.
func afterTime(name, cursor string) (*conditions, error) {
	if cursor == "" {
		return nil, nil
	}
	at, err := answer.DecodePlace(cursor)
	if err != nil {
		return nil, err
	}
	c := &conditions{}
	c.add(name, at.Sort, at.Key)
	return c, nil
}

func scanSession(rows *sql.Rows) (row graph.SessionRow, cursor string, err error) {
	var at answer.Place
	var line sql.RawBytes
	err = rows.Scan(&at.Sort, &at.Key, &line, &row.ProcessCount, &row.HostName, &row.UserName, &row.SourceHostName)
	if err == nil {
		err = decodeLine(line, &row.LogonSession)
	}
	return row, at.Cursor(), err
}

// Session implements graph.Reader.
func (s *Store) Session(ctx context.Context, key string) (row graph.SessionRow, err error) {
	found := false
	err = s.read(ctx, "a logon session", func(r reader) error {
		c := &conditions{}
		c.add("session-key", key)
		text := query("session-rows") + " " + c.sql() + "\n" + query("session-order")
		return r.each(text, append(c.args, 1), func(rows *sql.Rows) error {
			found = true
			row, _, err = scanSession(rows)
			return err
		})
	})
	if err == nil && !found {
		err = fmt.Errorf("session %q: %w", key, graph.ErrNotFound)
	}
	return row, err
}

// Attempts implements graph.Reader. A user is the one who asked or the one meant.
func (s *Store) Attempts(ctx context.Context, f graph.AttemptFilter, p graph.Page) (list graph.List[graph.LogonAttempt], err error) {
	if err := answer.CheckSpan(f.From, f.To); err != nil {
		return list, err
	}
	where := &conditions{}
	if f.Host != "" {
		where.add("attempt-host", f.Host)
	}
	if f.User != "" {
		where.add("attempt-user", f.User)
	}
	if f.From.Known() {
		where.add("attempt-from", f.From.Ticks)
	}
	if f.To.Known() {
		where.add("attempt-to", f.To.Ticks)
	}
	if f.EventID != 0 {
		where.add("attempt-event", int64(f.EventID))
	}
	if f.Process != "" {
		where.add("attempt-process", f.Process)
	}
	if f.Session != "" {
		where.add("attempt-session", f.Session)
	}
	after, err := afterTime("attempt-after", p.After)
	if err != nil {
		return list, err
	}
	l := listing[graph.LogonAttempt]{name: "attempt", where: where, after: after,
		scan: func(rows *sql.Rows) (a graph.LogonAttempt, cursor string, err error) {
			var at answer.Place
			var line sql.RawBytes
			err = rows.Scan(&at.Sort, &at.Key, &line)
			if err == nil {
				err = decodeLine(line, &a)
			}
			return a, at.Cursor(), err
		}}
	err = s.read(ctx, "logon attempts", func(r reader) error {
		list, err = l.read(r, p)
		return err
	})
	return list, err
}

// Warnings implements graph.Reader.
func (s *Store) Warnings(ctx context.Context, class graph.WarningClass, about string, p graph.Page) (list graph.List[graph.Warning], err error) {
	l := listing[graph.Warning]{name: "warning", where: &conditions{}, scan: func(rows *sql.Rows) (w graph.Warning, cursor string, err error) {
		var class, key string
		var line sql.RawBytes
		err = rows.Scan(&class, &key, &line)
		if err == nil {
			err = decodeLine(line, &w)
		}
		return w, answer.EncodeCursor(class, key), err
	}}
	if class != "" {
		l.where.add("warning-class", string(class))
	}
	if about != "" {
		l.where.add("warning-about", about)
	}
	var afterClass, afterKey string
	switch after, err := answer.DecodeCursor(p.After, &afterClass, &afterKey); {
	case err != nil:
		return list, err
	case after:
		l.after = &conditions{}
		l.after.add("warning-after", afterClass, afterKey)
	}
	err = s.read(ctx, "warnings", func(r reader) error {
		list, err = l.read(r, p)
		return err
	})
	return list, err
}

// Standouts implements graph.Reader.
func (s *Store) Standouts(ctx context.Context, host string, p graph.Page) (list graph.List[graph.Standout], err error) {
	l := listing[graph.Standout]{name: "standout", where: &conditions{}, scan: scanStandout}
	if host != "" {
		l.where.add("standout-host", host)
	}
	var urgency, sort, id int64
	var about, rule string
	switch after, err := answer.DecodeCursor(p.After, &urgency, &sort, &about, &rule, &id); {
	case err != nil:
		return list, err
	case after:
		l.after = &conditions{}
		l.after.add("standout-after", urgency, sort, about, rule, id)
	}
	err = s.read(ctx, "standouts", func(r reader) error {
		list, err = l.read(r, p)
		return err
	})
	return list, err
}

func scanStandout(rows *sql.Rows) (o graph.Standout, cursor string, err error) {
	var urgency, sort, id int64
	var about, rule string
	var line sql.RawBytes
	err = rows.Scan(&urgency, &sort, &about, &rule, &id, &line)
	if err == nil {
		err = json.Unmarshal(line, &o)
	}
	return o, answer.EncodeCursor(urgency, sort, about, rule, id), err
}
