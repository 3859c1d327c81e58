package main

import (
	"context"
	"errors"
	"sync"

	"github.com/procgraph/procgraph/web/api"
)

// status is the follower of an ingest that runs while the page is shown. It is
// safe for concurrent use.
type status struct {
	mu sync.Mutex
	is api.IngestProgress
}

// newStatus is the status of an ingest that is about to begin.
func newStatus() *status { return &status{is: api.IngestProgress{Running: true}} }

func (s *status) change(f func(is *api.IngestProgress)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.is)
}

// Get is what the page shows.
func (s *status) Get() api.IngestProgress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.is
}

// Total, File, Add and Records implement ingest.Progress.
func (s *status) Total(n int64) { s.change(func(is *api.IngestProgress) { is.BytesTotal = n }) }

func (s *status) File(path string) {
	s.change(func(is *api.IngestProgress) {
		if is.Current != "" {
			is.FilesDone++
		}
		is.Current = path
	})
}

func (s *status) Add(n int64) { s.change(func(is *api.IngestProgress) { is.BytesDone += n }) }

func (s *status) Records(n int64) { s.change(func(is *api.IngestProgress) { is.Records += n }) }

// Ended implements follower.
func (s *status) Ended(err error) {
	s.change(func(is *api.IngestProgress) {
		if is.Current != "" && err == nil {
			is.FilesDone++
		}
		is.Running, is.Current = false, ""
		if err != nil && !errors.Is(err, context.Canceled) {
			is.Error, _ = explain(err)
		}
	})
}
