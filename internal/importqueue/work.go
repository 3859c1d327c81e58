package importqueue

import (
	"context"
	"errors"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/importjob"
	"github.com/procgraph/procgraph/internal/importrun"
)

// work reads what waits until the queue is closed.
func (q *Queue) work() {
	defer close(q.ended)
	for {
		select {
		case <-q.ctx.Done():
			return
		case <-q.wake:
		}
		for q.ctx.Err() == nil && q.batch() {
		}
	}
}

// next takes the first job that waits; nil when there is none.
func (q *Queue) next(state importjob.State) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		if j.State == importjob.Queued || j.State == importjob.Waiting {
			j.State = state
			return j
		}
	}
	return nil
}

// batch is one writing run: all that waits, then the graph. It says whether there
// was anything to do.
func (q *Queue) batch() bool {
	first := q.next(importjob.Waiting)
	if first == nil {
		return false
	}
	w, err := q.begin(first)
	if err != nil {
		q.end(first, err)
		return true
	}
	var jobs, read []*job
	var reports []*ingest.Report
	for j := q.next(importjob.Reading); j != nil && q.ctx.Err() == nil; j = q.next(importjob.Reading) {
		report, err := q.read(j, w)
		if report != nil {
			jobs, reports = append(jobs, j), append(reports, report)
		}
		if err != nil {
			q.end(j, err)
			continue
		}
		q.change(func() { j.State = importjob.Resolving })
		read = append(read, j)
	}
	// Also what a cancelled job has left is taken into the graph.
	left, err := importrun.Derive(q.ctx, w, nil, reports...)
	q.change(func() {
		for i, j := range jobs {
			j.take(reports[i])
		}
		if len(jobs) > 0 {
			jobs[len(jobs)-1].MoreDuplicates = left
		}
	})
	err = errors.Join(err, w.Close())
	for _, j := range read {
		q.end(j, err)
	}
	return true
}

// begin waits for the case, as long as the job is not cancelled.
func (q *Queue) begin(first *job) (graph.Writer, error) {
	ctx, cancel := context.WithTimeout(first.ctx, q.options.Wait)
	defer cancel()
	w, err := q.options.Store.Begin(ctx, nil)
	if err != nil && first.ctx.Err() != nil {
		err = first.ctx.Err()
	}
	return w, err
}

// read reads one upload; its file is gone afterwards. The report is nil when
// nothing was read.
func (q *Queue) read(j *job, w graph.Writer) (*ingest.Report, error) {
	report, err := ingest.Run(j.ctx, ingest.Options{
		Opened:   []ingest.Opened{{Name: j.Name, Content: j.file, Size: j.Size}},
		Progress: &progress{q: q, j: j}, Logger: q.options.Logger,
	}, w)
	q.change(func() {
		q.release(j)
		if report != nil {
			j.take(report)
		}
	})
	return report, err
}

// take makes the report the job's, cut to what a job keeps. The lock is held.
func (j *job) take(r *ingest.Report) {
	j.Used, j.Ignored, j.Duplicates, j.Rejected, j.Refused = r.Used, r.Ignored, r.Duplicates, r.Rejected, r.Refused
	j.Skipped = len(r.Skipped)
	kept := min(len(r.Files), importjob.MaxReports)
	j.MoreReports = len(r.Files) - kept
	j.Reports = make([]graph.FileReport, kept) // the old ones may have been handed out
	for i, f := range r.Files[:kept] {
		f.Rejections = f.Rejections[:min(len(f.Rejections), importjob.MaxRejections)]
		j.Reports[i] = f
	}
}

func (q *Queue) change(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	f()
}

// end notes how a job ended.
func (q *Queue) end(j *job, err error) {
	sentence, next := "", ""
	if err != nil {
		sentence, next = q.options.Explain(err)
	}
	q.change(func() {
		switch {
		case err == nil:
			j.State = importjob.Done
		case errors.Is(err, context.Canceled):
			j.State = importjob.Cancelled
		default:
			j.State, j.Error, j.Hint = importjob.Failed, sentence, next
		}
		q.release(j)
	})
}

// progress follows the reading of one job.
type progress struct {
	q *Queue
	j *job
}

// Total, File, Add and Records implement ingest.Progress.
func (p *progress) Total(int64)     {}
func (p *progress) File(string)     {}
func (p *progress) Add(n int64)     { p.q.change(func() { p.j.BytesDone += n }) }
func (p *progress) Records(n int64) { p.q.change(func() { p.j.Records += n }) }
