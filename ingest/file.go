package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/archive"
	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/jsonl"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml"
)

// batchSize is the number of observations handed over at once.
const batchSize = 2000

// errNotRecognised says that the content is of no kind that procgraph reads.
var errNotRecognised = errors.New("not recognised: no EVTX, JSON or XML of Windows events")

// readFile reads one input into the sink and returns its report. Bad content is
// in the report; an error is the sink's, the context's or a failing disk's.
func (r *run) readFile(ctx context.Context, e *archive.Entry, path, name string, size int64) (graph.FileReport, error) {
	f := &fileSink{ctx: ctx, run: r, tally: newTally(path, name, size), name: name, ranges: newRangeSet()}
	err := f.read(ctx, e)
	if ctx.Err() != nil {
		return f.report(), ctx.Err()
	}
	// What was read before a file turned out to be cut counts.
	if kept := f.flush(); kept != nil {
		return f.report(), kept
	}
	if kept := r.sink.AddRecordRanges(ctx, f.ranges.take()); kept != nil {
		return f.report(), kept
	}
	return f.report(), err
}

func (f *fileSink) read(ctx context.Context, e *archive.Entry) error {
	head, err := e.Head()
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.File, err)
	}
	var seen int64
	progress := func(n int64) {
		f.run.progress.Add(n - seen)
		seen = n
	}
	switch {
	case len(head) == 0:
		f.Format = "empty"
		return nil
	case evtx.Recognise(head):
		f.Format, f.utc = "evtx", true
		content, size, err := e.ReaderAt()
		if err != nil {
			return fmt.Errorf("reading %s: %w", f.File, err)
		}
		_, err = evtx.Read(ctx, content, size, evtx.Options{Want: want(true), Progress: progress, Workers: f.run.options.Workers}, f)
		if errors.Is(err, evtx.ErrNotEVTX) {
			f.Refused = "the file begins like an EVTX log but holds no readable part of one"
			return nil
		}
		return err
	case jsonl.Recognise(head):
		f.Format = "json"
		return f.text(e, func(content io.Reader) error {
			_, err := jsonl.Read(ctx, content, jsonl.Options{Want: want(false), Progress: progress}, f)
			return err
		})
	case xml.Recognise(head):
		f.Format, f.utc = "xml", true
		return f.text(e, func(content io.Reader) error {
			_, err := xml.Read(ctx, content, xml.Options{Want: want(true), Progress: progress}, f)
			return err
		})
	}
	return errNotRecognised
}

func (f *fileSink) text(e *archive.Entry, read func(io.Reader) error) error {
	content, err := e.Reader()
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.File, err)
	}
	return read(content)
}

// fileSink turns the records of one file into observations.
type fileSink struct {
	*tally
	ctx    context.Context
	run    *run
	name   string
	utc    bool
	ranges *rangeSet
	// used are observations that make the graph, proofs those that only give evidence.
	used, proofs []graph.Observation
	seenProofs   map[[16]byte]bool
}

// Record implements winevent.Sink.
func (f *fileSink) Record(rec *winevent.Record) error {
	read, evidence := observer(rec.Provider, rec.Channel, rec.EventID)
	at := graph.TimeOf(rec.Time.Wall, rec.Time.Digits)
	f.event(rec.Provider, rec.Channel, rec.Computer, rec.Shape, rec.EventID, read != nil && !evidence, at)
	f.NoZone = f.NoZone || rec.Time.Zone == winevent.ZoneNone || rec.Time.Zone == winevent.ZoneDoubtful
	f.ranges.add(rec.Computer, winevent.LogName(rec.Channel), rec.RecordID)
	if evidence {
		f.Ignored++
		if rec.Fields != nil {
			return f.prove(read(rec))
		}
		return nil
	}
	if read == nil {
		f.Ignored++
		return nil
	}
	o := read(rec)
	if o == nil {
		f.Ignored++
		return nil
	}
	if o.Computer == "" {
		return f.Reject(winevent.Reject{Place: rec.Place, Reason: fmt.Sprintf("event %d does not say which computer wrote it", rec.EventID)})
	}
	o.File = f.name
	f.used = append(f.used, *o)
	if len(f.used) >= batchSize {
		return f.flush()
	}
	return nil
}

// prove keeps evidence, each fact once.
func (f *fileSink) prove(o *graph.Observation) error {
	if o == nil || o.Computer == "" {
		return nil
	}
	id := graph.ObservationID(o)
	if f.seenProofs == nil {
		f.seenProofs = map[[16]byte]bool{}
	}
	if f.seenProofs[id] {
		return nil
	}
	if len(f.seenProofs) < batchSize*50 {
		f.seenProofs[id] = true
	}
	f.proofs = append(f.proofs, *o)
	if len(f.proofs) >= batchSize {
		return f.flushProofs()
	}
	return nil
}

// Reject implements winevent.Sink.
func (f *fileSink) Reject(r winevent.Reject) error {
	f.reject(graph.Rejection{Line: r.Place.Line, Record: r.Place.Record, Offset: r.Place.Offset, Reason: r.Reason})
	return nil
}

// Notice implements winevent.Sink.
func (f *fileSink) Notice(n winevent.Notice) error {
	const most = 200
	if len(f.Notices) < most {
		f.Notices = append(f.Notices, strings.ToValidUTF8(n.Reason, "\uFFFD"))
	}
	return nil
}

// flush hands over what was gathered.
func (f *fileSink) flush() error {
	if len(f.used) > 0 {
		duplicates, err := f.run.sink.AddObservations(f.ctx, f.used)
		if err != nil {
			return err
		}
		f.Duplicates += int64(duplicates)
		f.Used += int64(len(f.used) - duplicates)
		f.run.progress.Records(int64(len(f.used)))
		f.used = f.used[:0]
	}
	return f.flushProofs()
}

func (f *fileSink) flushProofs() error {
	if len(f.proofs) == 0 {
		return nil
	}
	_, err := f.run.sink.AddObservations(f.ctx, f.proofs)
	f.proofs = f.proofs[:0]
	return err
}
