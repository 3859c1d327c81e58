package neo4jstore

import (
	"context"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// FindProcesses implements graph.Reader.
func (s *Store) FindProcesses(ctx context.Context, id graph.ProcessIdentity, limit int) (rows []graph.ProcessRow, err error) {
	guid, err := answer.CheckIdentity(id)
	if err != nil {
		return nil, err
	}
	p := map[string]any{"guid": nil, "pid": nil, "host": s.optional(id.Host), "limit": graph.Page{Limit: limit}.Size()}
	if id.GUID != "" {
		p["guid"] = graph.FormatGUID(guid)
	}
	if id.PID != nil {
		p["pid"] = *id.PID
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
