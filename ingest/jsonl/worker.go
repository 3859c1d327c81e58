package jsonl

import (
	"sync"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// item is one framed value: text[from:to] of its batch, or a problem.
type item struct {
	from, to int
	place    winevent.Place
	problem  string
}

// outcome is what became of a value: a record, or the reason why not.
type outcome struct {
	record *winevent.Record
	reason string
	place  winevent.Place
}

// batch is a run of values that one worker parses.
type batch struct {
	text     []byte
	items    []item
	outcomes []outcome
	done     chan struct{}
}

func (b *batch) full() bool { return len(b.text) >= batchBytes || len(b.items) >= batchValues }

func (b *batch) value(text []byte, place winevent.Place) {
	from := len(b.text)
	b.text = append(b.text, text...)
	b.items = append(b.items, item{from: from, to: len(b.text), place: place})
}

func (b *batch) problem(reason string, place winevent.Place) {
	b.items = append(b.items, item{problem: reason, place: place})
}

// workers parse batches. They end with stop.
type workers struct {
	count int
	jobs  chan *batch
	wg    sync.WaitGroup
	spare []*batch
}

func startWorkers(count int, want winevent.Want) *workers {
	w := &workers{count: count, jobs: make(chan *batch, 2*count+1)}
	for range count {
		w.wg.Go(func() {
			p := newParser(want)
			for b := range w.jobs {
				p.batch(b)
				b.done <- struct{}{}
			}
		})
	}
	return w
}

// stop ends the workers and waits for them; batches in their queue are parsed
// to no end, which is bounded by the bytes in flight.
func (w *workers) stop() {
	close(w.jobs)
	w.wg.Wait()
}

func (w *workers) newBatch() *batch {
	if n := len(w.spare); n > 0 {
		b := w.spare[n-1]
		w.spare = w.spare[:n-1]
		return b
	}
	return &batch{done: make(chan struct{}, 1)}
}

// recycle keeps a delivered batch for the next values, unless it is grown by a
// large one.
func (w *workers) recycle(b *batch) {
	if cap(b.text) > 4*batchBytes {
		return
	}
	clear(b.outcomes)
	b.text, b.items, b.outcomes = b.text[:0], b.items[:0], b.outcomes[:0]
	w.spare = append(w.spare, b)
}
