package neo4jstore

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/procgraph/procgraph/graph"
)

// Export implements graph.Reader: the stored lines, one state of the case. They
// go to a temporary file first, because the reading is repeated when a step was
// written meanwhile.
func (s *Store) Export(ctx context.Context, w io.Writer) (err error) {
	spool, err := os.CreateTemp("", "procgraph-export-*")
	if err != nil {
		return fmt.Errorf("making a temporary file for the export: %w", err)
	}
	defer func() {
		spool.Close()
		if gone := os.Remove(spool.Name()); err == nil && gone != nil {
			err = fmt.Errorf("removing the temporary file of the export: %w", gone)
		}
	}()
	err = s.read(ctx, "the export", func(r reader) error {
		if _, err := spool.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := spool.Truncate(0); err != nil {
			return err
		}
		out := bufio.NewWriterSize(spool, 1<<18)
		for _, kind := range graph.Kinds() {
			err := r.each("write_export_"+string(kind), nil, func(r row) error {
				out.WriteString(r.text(0))
				return out.WriteByte('\n')
			})
			if err != nil {
				return err
			}
		}
		return out.Flush()
	})
	if err != nil {
		return err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading the temporary file of the export: %w", err)
	}
	if _, err := io.Copy(w, spool); err != nil {
		return fmt.Errorf("writing the export: %w", err)
	}
	return nil
}
