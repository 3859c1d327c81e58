package graphexport

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/procgraph/procgraph/graph"
)

// eachNode calls f for every line of an export, in order. Lines may have any length.
func eachNode(lines io.Reader, f func(graph.Node) error) error {
	r := bufio.NewReaderSize(lines, 1<<16)
	for number := 1; ; number++ {
		line, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading line %d of the export: %w", number, err)
		}
		if len(line) > 1 {
			n, decodeErr := graph.DecodeLine(line)
			if decodeErr != nil {
				return fmt.Errorf("line %d: %w", number, decodeErr)
			}
			if decodeErr = f(n); decodeErr != nil {
				return decodeErr
			}
		}
		if err != nil {
			return nil
		}
	}
}
