package evtx

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// job is one stretch of the file on its way: read by Read's goroutine, decoded by
// a worker (if it is a chunk), delivered by Read's goroutine.
type job struct {
	buf   []byte
	sp    span
	found []finding
	// done has room for its one message, so that no worker waits to be heard.
	done chan struct{}
}

func newJob() *job {
	return &job{buf: make([]byte, chunkSize), done: make(chan struct{}, 1)}
}

// run reads, decodes and delivers all chunks of src.
func run(ctx context.Context, src *source, o Options, d *delivery, workers int) error {
	if workers <= 1 {
		return runAlone(ctx, src, o, d)
	}
	p := startPool(o.Want, workers)
	defer p.end()
	return p.run(ctx, src, o, d)
}

func runAlone(ctx context.Context, src *source, o Options, d *delivery) error {
	dec := newDecoder(o.Want)
	j := newJob()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if j.sp, err = src.next(j.buf); err != nil {
			return endOf(err)
		}
		if j.sp.kind == spanChunk {
			dec.decode(j)
		}
		if err := deliver(d, j, o.Progress); err != nil {
			return err
		}
	}
}

// pool decodes chunks in several goroutines; each worker owns a whole chunk. A
// bounded window of jobs is in flight and delivered in file order.
type pool struct {
	work   chan *job
	window []*job
	free   []*job
	// stop tells the workers to drop what is still queued.
	stop atomic.Bool
	wg   sync.WaitGroup
}

func startPool(want winevent.Want, workers int) *pool {
	n := 3 * workers
	p := &pool{work: make(chan *job, n), window: make([]*job, 0, n), free: make([]*job, n)}
	for i := range p.free {
		p.free[i] = newJob()
	}
	for range workers {
		p.wg.Go(func() {
			dec := newDecoder(want)
			for j := range p.work {
				if !p.stop.Load() {
					dec.decode(j)
				}
				j.done <- struct{}{}
			}
		})
	}
	return p
}

// end stops the workers and waits for them; each finishes at most the chunk it is at.
func (p *pool) end() {
	p.stop.Store(true)
	close(p.work)
	p.wg.Wait()
}

func (p *pool) run(ctx context.Context, src *source, o Options, d *delivery) error {
	var ended error
	for {
		if ended == nil {
			ended = p.fill(src)
		}
		if len(p.window) == 0 {
			return endOf(ended)
		}
		j := p.window[0]
		select {
		case <-j.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		p.window = append(p.window[:0], p.window[1:]...)
		if err := deliver(d, j, o.Progress); err != nil {
			return err
		}
		p.free = append(p.free, j)
	}
}

// fill reads stretches of the file until the window is full. It never blocks on
// the workers: the queue has room for the whole window.
func (p *pool) fill(src *source) error {
	for len(p.free) > 0 {
		j := p.free[len(p.free)-1]
		var err error
		if j.sp, err = src.next(j.buf); err != nil {
			return err
		}
		p.free = p.free[:len(p.free)-1]
		p.window = append(p.window, j)
		if j.sp.kind == spanChunk {
			p.work <- j
		} else {
			j.done <- struct{}{}
		}
	}
	return nil
}

func endOf(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// deliver gives one finished job to the sink and leaves it ready for use again.
func deliver(d *delivery, j *job, progress func(int64)) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	var err error
	switch j.sp.kind {
	case spanZero:
		d.zero(j.sp)
	case spanJunk:
		err = d.junk(j.sp)
	default:
		err = d.chunk(j.found)
	}
	clear(j.found)
	j.found = j.found[:0]
	if err == nil && progress != nil {
		progress(j.sp.offset + j.sp.size)
	}
	return err
}
