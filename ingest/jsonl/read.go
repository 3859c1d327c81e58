package jsonl

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml/decodetext"
)

// DefaultMaxLine is the largest JSON value that is read, in bytes.
const DefaultMaxLine = 64 << 20

// Options of Read. The zero value reads everything.
type Options struct {
	// Want decides which events' data is decoded; nil wants all. It is called
	// from several goroutines at once.
	Want winevent.Want
	// Progress, if not nil, is called now and then, from the caller's
	// goroutine, with the number of bytes read from the input so far.
	Progress func(bytesRead int64)
	// MaxLine bounds one JSON value in bytes of UTF-8; 0 is DefaultMaxLine. A
	// larger value is rejected without being held in memory.
	MaxLine int64
}

// Summary counts what Read found.
type Summary struct {
	// Values is the number of values that stood for an event or should have:
	// Records and Rejected together.
	Values int
	// Records went to Sink.Record, Rejected to Sink.Reject.
	Records, Rejected int
	// Shapes counts the records by Record.Shape.
	Shapes map[string]int
}

// Recognise says whether a file that begins with first may be read by Read: in
// any of the encodings, its first character is that of a JSON object or of an
// array of objects. Some tens of bytes are enough.
func Recognise(first []byte) bool {
	head := bytes.TrimLeft(decodetext.Head(first), " \t\r\n")
	if len(head) == 0 {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	switch head[0] {
	case '{':
		return len(rest) == 0 || rest[0] == '"' || rest[0] == '}'
	case '[':
		return len(rest) == 0 || rest[0] == '{' || rest[0] == ']'
	}
	return false
}

const (
	// batchBytes and batchValues close a batch of values for the workers.
	batchBytes  = 256 << 10
	batchValues = 512
	// maxInFlight bounds the bytes of values that wait for their delivery. One
	// value may go beyond it, alone.
	maxInFlight = 16 << 20
)

// Read reads all events of r into sink, in order and from the caller's
// goroutine; values are parsed in others. It returns the first error of the
// reader, of the sink or of ctx. Values that cannot be used are no errors but
// go to sink.Reject, each with the line it begins on.
//
// Place.Line and Place.Offset count in the decoded text, after a byte order mark.
func Read(ctx context.Context, r io.Reader, o Options, sink winevent.Sink) (Summary, error) {
	if o.MaxLine <= 0 {
		o.MaxLine = DefaultMaxLine
	}
	counted := decodetext.CountReads(r, o.Progress)
	rd := &reader{
		framer:  newFramer(decodetext.NewReader(counted), int(o.MaxLine)),
		sink:    sink,
		sum:     Summary{Shapes: map[string]int{}},
		workers: startWorkers(min(runtime.GOMAXPROCS(0), 4), o.Want),
	}
	defer rd.workers.stop()
	err := rd.run(ctx)
	return rd.sum, err
}

// reader frames batches, gives them to the workers and delivers the outcomes
// in order.
type reader struct {
	framer   *framer
	sink     winevent.Sink
	sum      Summary
	workers  *workers
	pending  []*batch
	inFlight int
}

func (r *reader) run(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := r.workers.newBatch()
		err := r.framer.fillBatch(b)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(b.items) > 0 {
			r.pending = append(r.pending, b)
			r.inFlight += len(b.text)
			r.workers.jobs <- b
		}
		keep := 2 * r.workers.count
		if err != nil {
			keep = 0
		}
		if derr := r.deliver(ctx, keep); derr != nil {
			return derr
		}
		if err != nil {
			return r.finish()
		}
	}
}

// deliver hands over the oldest batches until no more than keep wait and
// their bytes are within bounds.
func (r *reader) deliver(ctx context.Context, keep int) error {
	for len(r.pending) > keep || (r.inFlight > maxInFlight && len(r.pending) > 0) {
		b := r.pending[0]
		r.pending = r.pending[1:]
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		r.inFlight -= len(b.text)
		for i := range b.outcomes {
			if err := r.hand(&b.outcomes[i]); err != nil {
				return err
			}
		}
		r.workers.recycle(b)
	}
	return nil
}

func (r *reader) hand(o *outcome) error {
	r.sum.Values++
	o.place.Record = uint64(r.sum.Values)
	if o.record == nil {
		r.sum.Rejected++
		return r.sink.Reject(winevent.Reject{Place: o.place, Reason: o.reason})
	}
	r.sum.Records++
	r.sum.Shapes[o.record.Shape]++
	o.record.Place = o.place
	return r.sink.Record(o.record)
}

// finish tells of an input that stopped in the middle of an array.
func (r *reader) finish() error {
	if !r.framer.insideArray() {
		return nil
	}
	return r.sink.Notice(winevent.Notice{
		Place:  winevent.Place{Line: r.framer.line, Offset: r.framer.offset},
		Reason: "the file ends inside its JSON array: it was cut off",
	})
}
