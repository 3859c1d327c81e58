package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Hosts implements graph.Reader.
func (s *Store) Hosts(ctx context.Context) ([]graph.HostSummary, error) {
	hosts := []graph.HostSummary{}
	err := s.read(ctx, "hosts", func(r reader) error {
		return r.each(query("hosts"), nil, func(rows *sql.Rows) error {
			var h graph.HostSummary
			var line sql.RawBytes
			var first, last string
			err := rows.Scan(&line, &h.ProcessCount, &h.StubCount, &h.SessionCount, &h.AttemptCount, &h.RootCount, &h.StandoutCount, &first, &last)
			if err == nil {
				err = decodeLine(line, &h.Host)
			}
			if err == nil {
				var span answer.Span
				span, err = answer.ParseSpan(first, last)
				h.First, h.Last = span.First, span.Last
			}
			hosts = append(hosts, h)
			return err
		})
	})
	return hosts, err
}

// Users implements graph.Reader.
func (s *Store) Users(ctx context.Context, p graph.Page) (list graph.List[graph.UserSummary], err error) {
	list.Items = []graph.UserSummary{}
	err = s.read(ctx, "users", func(r reader) error {
		var name, key string
		after, err := answer.DecodeCursor(p.After, &name, &key)
		if err != nil {
			return err
		}
		if err := r.scanOne("count-users", nil, &list.Total); err != nil {
			return err
		}
		list.Of = list.Total
		return r.each(query("users"), []any{name, key, !after, p.Size() + 1}, func(rows *sql.Rows) error {
			u, err := scanUser(rows)
			if n := len(list.Items); n == p.Size() {
				last := list.Items[n-1].User
				list.Next = answer.EncodeCursor(last.Name, last.Key)
				return err
			}
			list.Items = append(list.Items, u)
			return err
		})
	})
	return list, err
}

func scanUser(rows *sql.Rows) (u graph.UserSummary, err error) {
	var line sql.RawBytes
	err = rows.Scan(&line, &u.ProcessCount, &u.SessionCount, &u.HostCount)
	if err == nil {
		err = decodeLine(line, &u.User)
	}
	return u, err
}

// User implements graph.Reader.
func (s *Store) User(ctx context.Context, key string) (u graph.UserSummary, err error) {
	err = s.read(ctx, "a user", func(r reader) error {
		found := false
		err := r.each(query("user"), []any{key}, func(rows *sql.Rows) (err error) {
			found = true
			u, err = scanUser(rows)
			return err
		})
		if err == nil && !found {
			return fmt.Errorf("user %q: %w", key, graph.ErrNotFound)
		}
		return err
	})
	return u, err
}

// WarningClasses implements graph.Reader.
func (s *Store) WarningClasses(ctx context.Context) (counts []graph.WarningCount, err error) {
	err = s.read(ctx, "warning classes", func(r reader) error {
		counts, err = s.warningClasses(r)
		return err
	})
	return slices.Clone(counts), err
}

func (s *Store) warningClasses(r reader) ([]graph.WarningCount, error) {
	return memoize(&s.sums, r, "warning classes", func() ([]graph.WarningCount, error) {
		counts := []graph.WarningCount{}
		err := r.each(query("warning-classes"), nil, func(rows *sql.Rows) error {
			var c graph.WarningCount
			err := rows.Scan(&c.Class, &c.Count)
			counts = append(counts, c)
			return err
		})
		return counts, err
	})
}

// Files implements graph.Reader.
func (s *Store) Files(ctx context.Context) (files []graph.FileReport, err error) {
	err = s.read(ctx, "file reports", func(r reader) error {
		files, err = r.files()
		return err
	})
	return files, err
}

func (r reader) files() ([]graph.FileReport, error) {
	files := []graph.FileReport{}
	err := r.each(query("file-reports"), nil, func(rows *sql.Rows) error {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var f graph.FileReport
		if err := json.Unmarshal(text, &f); err != nil {
			return fmt.Errorf("a stored report cannot be read: %w", err)
		}
		files = append(files, f)
		return nil
	})
	return files, err
}

// Stats implements graph.Reader.
func (s *Store) Stats(ctx context.Context) (stats graph.Stats, err error) {
	err = s.read(ctx, "the statistics", func(r reader) error {
		stats, err = memoize(&s.sums, r, "stats", func() (graph.Stats, error) { return s.stats(r) })
		return err
	})
	// The caller may change what it gets.
	stats.Events, stats.Classes = slices.Clone(stats.Events), slices.Clone(stats.Classes)
	return stats, err
}

func (s *Store) stats(r reader) (st graph.Stats, err error) {
	err = r.scanOne("graph-numbers", nil, &st.Processes, &st.Stubs, &st.Sessions, &st.Attempts, &st.FailedLogons,
		&st.Standouts, &st.Hosts, &st.Users, &st.Warnings, &st.Observations, &st.Files, &st.Behind)
	if err != nil {
		return st, err
	}
	var whole answer.Span
	err = r.each(query("spans"), nil, func(rows *sql.Rows) error {
		var first, last string
		if err := rows.Scan(&first, &last); err != nil {
			return err
		}
		span, err := answer.ParseSpan(first, last)
		whole.Add(span.First, span.Last)
		return err
	})
	if err != nil {
		return st, err
	}
	st.First, st.Last = whole.First, whole.Last
	if st.Classes, err = s.warningClasses(r); err != nil {
		return st, err
	}
	files, err := r.files()
	st.Events = answer.SumEvents(files)
	return st, err
}
