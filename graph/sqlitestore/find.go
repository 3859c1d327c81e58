package sqlitestore

import (
	"context"
	"database/sql"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// FindProcesses implements graph.Reader.
func (s *Store) FindProcesses(ctx context.Context, id graph.ProcessIdentity, limit int) (rows []graph.ProcessRow, err error) {
	cond, err := identityConditions(id)
	if err != nil {
		return nil, err
	}
	text := query("identified-processes") + " " + cond.sql() + "\n" + query("first-processes")
	args := append(cond.args, graph.Page{Limit: limit}.Size())
	err = s.read(ctx, "processes", func(r reader) error {
		var ids []int64
		err := r.each(text, args, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
		if err == nil {
			rows, err = r.processRows(ids, nil)
		}
		return err
	})
	return rows, err
}

// identityConditions translates an identity.
func identityConditions(id graph.ProcessIdentity) (*conditions, error) {
	guid, err := answer.CheckIdentity(id)
	if err != nil {
		return nil, err
	}
	c := &conditions{}
	if id.GUID != "" {
		c.add("filter-guid", guid[:])
	}
	if id.PID != nil {
		c.add("filter-pid", *id.PID)
	}
	if id.Host != "" {
		c.add("filter-identity-host", id.Host)
	}
	return c, nil
}
