package neo4jstore

import (
	"context"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// FindProcesses implements graph.Reader.
func (s *Store) FindProcesses(ctx context.Context, id graph.ProcessIdentity, limit int) (rows []graph.ProcessRow, err error) {
	p := map[string]any{"guid": nil, "pid": nil, "host": s.optional(id.Host), "limit": graph.Page{Limit: limit}.Size()}
	if id.GUID != "" {
		guid, ok := answer.ParseGUID(id.GUID)
		if !ok {
			return nil, fmt.Errorf("%w: %q is no GUID", graph.ErrInvalid, id.GUID)
		}
		p["guid"] = answer.FormatGUID(guid)
	}
	if id.PID != nil {
		p["pid"] = *id.PID
	}
	if p["guid"] == nil && p["pid"] == nil {
		return nil, fmt.Errorf("%w: a process is looked for by GUID or PID", graph.ErrInvalid)
	}
	err = s.read(ctx, "processes", func(r reader) error {
		var ids []int64
		err := r.each("read_find", p, func(row row) error {
			ids = append(ids, row.int(0))
			return nil
		})
		if err == nil {
			rows, err = r.processRows(ids, nil)
		}
		return err
	})
	return rows, err
}
