// Package importrun ends a run that reads logs into a case: the graph is worked out,
// and the reports of what was read learn what only that could tell.
package importrun

import (
	"context"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/ingest"
)

// Derive brings the graph up to date and puts the reports of the run right: Resolved,
// and the duplicates that are known as such only now, see ingest.Report.MoveDuplicates.
// Of several reports it is not known which one the duplicates count for: their number
// is returned as left, and is 0 otherwise. onHost may be nil.
func Derive(ctx context.Context, w graph.Writer, onHost func(done, total int), reports ...*ingest.Report) (left int, err error) {
	result, err := derive.Graph(ctx, w, onHost)
	if err != nil {
		return 0, fmt.Errorf("working out the graph: %w", err)
	}
	for _, r := range reports {
		r.Resolved = result.Hosts
	}
	if len(reports) == 1 {
		reports[0].MoveDuplicates(result.Duplicates)
		return 0, nil
	}
	return result.Duplicates, nil
}
