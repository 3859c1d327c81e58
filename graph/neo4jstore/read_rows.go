package neo4jstore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// rowsAtOnce bounds the rows of one query.
const rowsAtOnce = 2000

// processRows reads the processes with these ids, in this order. match says of an
// id whether it matches the filter; nil: all do.
func (r reader) processRows(ids []int64, match func(id int64) bool) ([]graph.ProcessRow, error) {
	out := make([]graph.ProcessRow, 0, len(ids))
	for part := range slices.Chunk(ids, rowsAtOnce) {
		rows := make([]graph.ProcessRow, len(part))
		err := r.each("read_process_rows", map[string]any{"ids": part}, func(row row) error {
			p := &rows[row.int(0)]
			if err := decodeLine(row.text(1), &p.Process); err != nil {
				return err
			}
			p.ChildCount, p.HostName, p.UserName = int(row.int(2)), row.text(3), row.text(4)
			if flags := row.texts(5); len(flags) > 0 {
				p.Flags = flags
			}
			p.Match = match == nil || match(part[row.int(0)])
			p.Severity = int(row.int(6))
			logon, err := r.s.sessionBrief(row, 7)
			p.Logon = logon
			return err
		})
		if err != nil {
			return nil, err
		}
		// One that a step took away meanwhile has no key: the read is repeated then.
		out = append(out, slices.DeleteFunc(rows, func(p graph.ProcessRow) bool { return p.Key == "" })...)
	}
	return out, nil
}

// sessionBrief reads a session from the columns of a row, from its key on; nil
// where there is none.
func (s *Store) sessionBrief(row row, column int) (*graph.SessionBrief, error) {
	key := row.text(column)
	if key == "" {
		return nil, nil
	}
	key = s.cutPrefix(key)
	if line := row.text(column + 1); line != "" {
		var session graph.LogonSession
		if err := decodeLine(line, &session); err != nil {
			return nil, err
		}
		key = session.Key
	}
	return &graph.SessionBrief{Key: key, LogonID: row.text(column + 2), LogonType: int(row.int(column + 3)), BuiltIn: row.bool(column + 4),
		Observed: row.bool(column + 5), SourceIP: row.text(column + 6), SourceLocal: row.bool(column + 7), SourceHost: row.text(column + 8)}, nil
}

// decodeLine reads a stored line into a node of the kind that its label holds.
func decodeLine(line string, node any) error {
	if err := json.Unmarshal([]byte(line), node); err != nil {
		return fmt.Errorf("a stored line cannot be read: %w", err)
	}
	return nil
}

// ids reads the lists of ids that a named query gives, one after the other.
func (r reader) ids(name string, params map[string]any) (ids []int64, err error) {
	err = r.each(name, params, func(row row) error {
		ids = append(ids, row.ints(0)...)
		return nil
	})
	return ids, err
}

// placed are ids with their places in a list.
type placed struct {
	ids    []int64
	places []answer.Place
}

// page reads ids behind a place with a named query, which takes $time, $key and $limit.
func (r reader) page(name string, params map[string]any, after answer.Place, limit int) (page placed, err error) {
	params["time"], params["key"], params["limit"] = after.Sort, r.s.afterKey(after), limit
	err = r.each(name, params, func(row row) error {
		page.ids = append(page.ids, row.int(0))
		page.places = append(page.places, r.s.place(row, 1))
		return nil
	})
	return page, err
}

// afterKey is the database key of a place; the start has none.
func (s *Store) afterKey(p answer.Place) string {
	if p.Key == "" {
		return ""
	}
	return s.prefix + p.Key
}

// place reads time and key from two columns of a row. A cursor holds no case.
func (s *Store) place(row row, column int) answer.Place {
	return answer.Place{Sort: row.int(column), Key: s.cutPrefix(row.text(column + 1))}
}

func (s *Store) cutPrefix(key string) string { return strings.TrimPrefix(key, s.prefix) }

// places reads where some processes stand, in the order of the ids.
func (r reader) places(ids []int64) ([]answer.Place, error) {
	out := make([]answer.Place, len(ids))
	err := r.each("read_places", map[string]any{"ids": ids}, func(row row) error {
		out[row.int(0)] = r.s.place(row, 1)
		return nil
	})
	return out, err
}
