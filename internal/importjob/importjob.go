// Package importjob names what is told of the import of one uploaded file.
package importjob

import (
	"context"
	"errors"
	"io"

	"github.com/procgraph/procgraph/graph"
)

// State says how far a job is.
type State string

// The states, in their order. The last three are ends.
const (
	Queued    State = "queued"
	Waiting   State = "waiting" // for another process that writes the case
	Reading   State = "reading"
	Resolving State = "resolving" // the graph is worked out
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Ended says that nothing more happens.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Job is the import of one file.
type Job struct {
	ID    string `json:"id"`
	Name  string `json:"name"` // as the browser sent it, without control characters
	Size  int64  `json:"size"` // in bytes
	State State  `json:"state"`
	// BytesDone and Records count what was read.
	BytesDone int64 `json:"bytes_done"`
	Records   int64 `json:"records"`
	// The sums over the files within, as graph.FileReport counts; Refused counts
	// files that were not read, or not to their end.
	Used       int64 `json:"records_used"`
	Ignored    int64 `json:"records_ignored"`
	Duplicates int64 `json:"duplicates_dropped"`
	Rejected   int64 `json:"lines_rejected"`
	Refused    int   `json:"files_refused"`
	// MoreDuplicates counts records among the used ones that turned out to be copies once
	// the graph was worked out. Of jobs that were read together it is not known whose they
	// are: the last of these jobs tells the number, and no job's sums are changed.
	MoreDuplicates int `json:"more_duplicates,omitempty"`
	// Reports are the loss reports of the files within: several for an archive, at
	// most MaxReports, each with at most MaxRejections rejections. The case has them
	// whole. Lists of jobs leave them out.
	Reports     []graph.FileReport `json:"reports,omitempty"`
	MoreReports int                `json:"more_reports,omitempty"`
	// Skipped counts files within an archive that are no logs.
	Skipped int `json:"skipped,omitempty"`
	// Error says in plain words why it failed, Hint what to do.
	Error string `json:"error,omitempty"`
	Hint  string `json:"hint,omitempty"`
}

// The bounds of a job's reports.
const (
	MaxReports    = 100
	MaxRejections = 50
)

// The typed errors of an Importer.
var (
	// ErrTooLarge: the file is larger than the server takes.
	ErrTooLarge = errors.New("the file is larger than this server takes")
	// ErrFull: enough is waiting; the same may be tried again later.
	ErrFull = errors.New("as much as this server keeps is waiting to be read")
	// ErrUnknown: there is no such job.
	ErrUnknown = errors.New("there is no such import")
)

// Importer takes uploads into the case.
type Importer interface {
	// Import keeps the body until its turn comes. The name is only shown.
	Import(ctx context.Context, name string, body io.Reader) (Job, error)
	// Jobs lists the imports in the order of their arrival, without their reports; old
	// ones are forgotten.
	Jobs() []Job
	// Job returns one with its reports, or ErrUnknown.
	Job(id string) (Job, error)
	// Cancel ends a job that is queued or being read. What was read of it stays.
	Cancel(id string) (Job, error)
	// Limit is the most bytes of one file.
	Limit() int64
}
