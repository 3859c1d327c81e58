package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/importrun"
	"github.com/procgraph/procgraph/internal/progress"
	"github.com/procgraph/procgraph/internal/termtext"
)

type ingestCmd struct {
	storeFlag
	jsonFlag
	waitFlag
	Paths []string `arg:"" name:"path" help:"Files, folders and archives; - is standard input."`
}

// waitFlag bounds the wait for another writer.
type waitFlag struct {
	Wait time.Duration `help:"How long to wait while another procgraph writes the case." default:"5m"`
}

func (c *ingestCmd) Run(a *app) error {
	store, err := a.openWrite(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	report, err := a.ingest(a.ctx, store, c.Paths, c.Wait, nil)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := a.printJSON(report); err != nil {
			return err
		}
	} else if err := c.print(a, store, report); err != nil {
		return err
	}
	if report.Losses() {
		return errLosses
	}
	return nil
}

// print prints the report of the run and the numbers of the case.
func (c *ingestCmd) print(a *app, store graph.Reader, report *ingest.Report) error {
	stats, err := store.Stats(a.ctx)
	if err != nil {
		return err
	}
	p := a.printer()
	printReport(p, report)
	p.line("")
	p.line("case       " + termtext.Escape(c.String()))
	printStats(p, stats)
	return p.done()
}

// follower is told how an ingest goes on, beside the progress that is shown.
type follower interface {
	ingest.Progress
	// Ended tells the end, with the error that ended it early.
	Ended(err error)
}

// ingest reads the paths into the store and brings the graph up to date. also
// may be nil.
func (a *app) ingest(ctx context.Context, store graph.Store, paths []string, wait time.Duration, also follower) (*ingest.Report, error) {
	if also == nil {
		also = nobody{}
	}
	report, err := a.ingestInto(ctx, store, paths, wait, also)
	also.Ended(err)
	return report, err
}

func (a *app) ingestInto(ctx context.Context, store graph.Store, paths []string, wait time.Duration, also follower) (report *ingest.Report, err error) {
	w, err := a.begin(ctx, store, wait)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := w.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("ending the run: %w", closeErr)
		}
	}()
	bar := progress.New(a.err, a.errTerminal, 0)
	report, err = ingest.Run(ctx, ingest.Options{
		Paths: paths, Stdin: a.in, Progress: both{bar, also}, Logger: a.logger(bar),
	}, w)
	bar.Done()
	if err != nil {
		return report, err
	}
	_, err = importrun.Derive(ctx, w, a.tellHosts(), report)
	return report, err
}

// begin starts writing, and says so when it has to wait for another writer.
func (a *app) begin(ctx context.Context, store graph.Store, wait time.Duration) (graph.Writer, error) {
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	w, err := store.Begin(waiting, func() {
		a.say("another procgraph is writing this case: waiting up to %s for it", wait)
	})
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return nil, fmt.Errorf("waiting for the case: %w", context.Canceled)
	}
	return w, err
}

// tellHosts says how far the graph is, every few seconds.
func (a *app) tellHosts() func(done, total int) {
	const speak = 3 * time.Second
	spoke := time.Now()
	return func(done, total int) {
		if time.Since(spoke) >= speak && done < total {
			spoke = time.Now()
			a.say("working out the graph: %d of %d hosts", done, total)
		}
	}
}

// both tells two what an ingest does.
type both struct{ first, second ingest.Progress }

func (b both) Total(n int64)    { b.first.Total(n); b.second.Total(n) }
func (b both) File(path string) { b.first.File(path); b.second.File(path) }
func (b both) Add(n int64)      { b.first.Add(n); b.second.Add(n) }
func (b both) Records(n int64)  { b.first.Records(n); b.second.Records(n) }

// nobody is the follower where there is none.
type nobody struct{}

func (nobody) Total(int64)   {}
func (nobody) File(string)   {}
func (nobody) Add(int64)     {}
func (nobody) Records(int64) {}
func (nobody) Ended(error)   {}
