package sqlitestore

import (
	"bufio"
	"context"
	"database/sql"
	"io"

	"github.com/procgraph/procgraph/graph"
)

// Export implements graph.Reader: the stored lines, one state of the case.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<18)
	return s.read(ctx, "the export", func(r reader) error {
		for _, kind := range graph.Kinds() {
			err := r.each(query("export-"+string(kind)), nil, func(rows *sql.Rows) error {
				var line sql.RawBytes
				if err := rows.Scan(&line); err != nil {
					return err
				}
				if _, err := out.Write(line); err != nil {
					return err
				}
				return out.WriteByte('\n')
			})
			if err != nil {
				return err
			}
		}
		return out.Flush()
	})
}
