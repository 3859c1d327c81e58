package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Hosts implements graph.Reader.
func (s *Store) Hosts(ctx context.Context) (hosts []graph.HostSummary, err error) {
	err = s.read(ctx, "hosts", func(r reader) error {
		hosts = []graph.HostSummary{}
		return r.each("read_hosts", nil, func(row row) error {
			h := graph.HostSummary{ProcessCount: int(row.int(1)), StubCount: int(row.int(2)), SessionCount: int(row.int(3)),
				AttemptCount: int(row.int(4)), RootCount: int(row.int(5)), StandoutCount: int(row.int(6))}
			if err := decodeLine(row.text(0), &h.Host); err != nil {
				return err
			}
			span, err := answer.ParseSpan(row.text(7), row.text(8))
			h.First, h.Last = span.First, span.Last
			hosts = append(hosts, h)
			return err
		})
	})
	return hosts, err
}

// Users implements graph.Reader.
func (s *Store) Users(ctx context.Context, p graph.Page) (list graph.List[graph.UserSummary], err error) {
	var name, key string
	after, err := answer.DecodeCursor(p.After, &name, &key)
	if err != nil {
		return list, err
	}
	if after {
		key = s.prefix + key
	}
	err = s.read(ctx, "users", func(r reader) error {
		list = graph.List[graph.UserSummary]{Items: []graph.UserSummary{}}
		if list.Total, err = r.number("read_count_users", nil); err != nil {
			return err
		}
		list.Of = list.Total
		last := ""
		return r.each("read_users", map[string]any{"name": name, "key": key, "limit": p.Size() + 1}, func(row row) error {
			if len(list.Items) == p.Size() {
				list.Next = last
				return nil
			}
			u, err := scanUser(row)
			list.Items, last = append(list.Items, u), answer.EncodeCursor(row.text(0), s.cutPrefix(row.text(1)))
			return err
		})
	})
	return list, err
}

func scanUser(row row) (u graph.UserSummary, err error) {
	err = decodeLine(row.text(2), &u.User)
	u.ProcessCount, u.SessionCount, u.HostCount = int(row.int(3)), int(row.int(4)), int(row.int(5))
	return u, err
}

// User implements graph.Reader.
func (s *Store) User(ctx context.Context, key string) (u graph.UserSummary, err error) {
	err = s.read(ctx, "a user", func(r reader) error {
		found := false
		err := r.each("read_user", map[string]any{"key": s.key(key)}, func(row row) (err error) {
			found = true
			u, err = scanUser(row)
			return err
		})
		if err == nil && !found {
			return notFound("user", key)
		}
		return err
	})
	return u, err
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
	err := r.each("read_files", nil, func(row row) error {
		var f graph.FileReport
		if err := json.Unmarshal([]byte(row.text(0)), &f); err != nil {
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
		stats, err = remember(r, "stats", r.stats)
		return err
	})
	// The caller may change what it gets.
	stats.Events, stats.Classes = slices.Clone(stats.Events), slices.Clone(stats.Classes)
	return stats, err
}

func (r reader) stats() (st graph.Stats, err error) {
	var whole answer.Span
	err = r.each("read_graph_numbers", nil, func(row row) error {
		for i, n := range []*int{&st.Processes, &st.Stubs, &st.Sessions, &st.Attempts, &st.FailedLogons, &st.Standouts} {
			*n += int(row.int(i))
		}
		span, err := answer.ParseSpan(row.text(6), row.text(7))
		whole.Add(span.First, span.Last)
		return err
	})
	if err != nil {
		return st, err
	}
	st.First, st.Last = whole.First, whole.Last
	numbers := map[string]*int{"hosts": &st.Hosts, "users": &st.Users, "observations": &st.Observations, "behind": &st.Behind}
	err = r.each("read_case_numbers", nil, func(row row) error {
		*numbers[row.text(0)] = int(row.int(1))
		return nil
	})
	if err != nil {
		return st, err
	}
	if st.Classes, err = r.warningClasses(); err != nil {
		return st, err
	}
	for _, c := range st.Classes {
		st.Warnings += c.Count
	}
	files, err := r.files()
	st.Files, st.Events = len(files), answer.SumEvents(files)
	return st, err
}
