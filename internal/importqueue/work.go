package importqueue

import (
	"context"
	"errors"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/importjob"
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
	var read []*job
	for j := q.next(importjob.Reading); j != nil && q.ctx.Err() == nil; j = q.next(importjob.Reading) {
		if err := q.read(j, w); err != nil {
			q.end(j, err)
			continue
		}
		q.change(func() { j.State = importjob.Resolving })
		read = append(read, j)
	}
	// Also what a cancelled job has left is taken into the graph.
	_, err = derive.Graph(q.ctx, w, nil)
	if err != nil {
		err = fmt.Errorf("working out the graph: %w", err)
	}
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

// read reads one upload; its file is gone afterwards.
func (q *Queue) read(j *job, w graph.Writer) error {
	report, err := ingest.Run(j.ctx, ingest.Options{
		Opened:   []ingest.Opened{{Name: j.Name, Content: j.file, Size: j.Size}},
		Progress: &progress{q: q, j: j}, Logger: q.options.Logger,
	}, w)
	q.change(func() {
		q.release(j)
		if report == nil {
			return
		}
		j.Skipped = len(report.Skipped)
		for _, f := range report.Files {
			j.Count(&f)
			if len(j.Reports) == importjob.MaxReports {
				j.MoreReports++
				continue
			}
			f.Rejections = f.Rejections[:min(len(f.Rejections), importjob.MaxRejections)]
			j.Reports = append(j.Reports, f)
		}
	})
	return err
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
