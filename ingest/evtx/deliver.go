package evtx

import (
	"context"
	"fmt"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// finding is one thing that a chunk yielded: a record, or a reason why there is none.
type finding struct {
	rec    *winevent.Record
	offset int64
	reason string
	kind   findingKind
}

type findingKind uint8

const (
	foundRecord findingKind = iota
	// foundBadRecord takes a record number, as a record does.
	foundBadRecord
	foundNotice
	foundBadChecksum
)

// delivery gives findings to the sink in file order and keeps the summary. It
// belongs to Read's goroutine.
type delivery struct {
	sink winevent.Sink
	ctx  context.Context
	sum  Summary
	// number is the number of the last record, good or bad, of the file.
	number uint64
	// rejects and notices count what was met, also beyond what is delivered.
	rejects, notices int
	// zeros are the all-zero chunks met since the last used one: a loss only if
	// another used one follows. Neighbours are one entry, so that it stays small.
	zeros     []zeroRun
	zeroCount int
}

type zeroRun struct {
	offset int64
	count  int
}

func (d *delivery) notice(offset int64, reason string) error {
	d.notices++
	if d.notices > maxNotices {
		return nil
	}
	return d.sink.Notice(winevent.Notice{Place: place(offset), Reason: reason})
}

func (d *delivery) reject(p winevent.Place, reason string) error {
	d.rejects++
	d.sum.Rejected++
	if d.rejects > MaxRejects {
		return nil
	}
	return d.sink.Reject(winevent.Reject{Place: p, Reason: reason})
}

// zero remembers an all-zero chunk.
func (d *delivery) zero(sp span) {
	d.zeroCount++
	if n := len(d.zeros); n > 0 && d.zeros[n-1].offset+int64(d.zeros[n-1].count)*chunkSize == sp.offset {
		d.zeros[n-1].count++
		return
	}
	d.zeros = append(d.zeros, zeroRun{sp.offset, 1})
}

// zerosLost reports the remembered all-zero chunks as lost: a used one follows.
func (d *delivery) zerosLost() error {
	for _, run := range d.zeros {
		for i := range run.count {
			if d.rejects >= MaxRejects && d.notices >= maxNotices {
				// Only counted from here on, which a sparse file has plenty of.
				left := run.count - i
				d.rejects, d.sum.Rejected, d.notices = d.rejects+left, d.sum.Rejected+left, d.notices+left
				break
			}
			at := run.offset + int64(i)*chunkSize
			if err := d.notice(at, fmt.Sprintf("the chunk at offset %d is overwritten with zeros", at)); err != nil {
				return err
			}
			if err := d.reject(place(at), fmt.Sprintf("the chunk at offset %d is overwritten with zeros; its records are lost", at)); err != nil {
				return err
			}
		}
	}
	d.zeros, d.zeroCount = d.zeros[:0], 0
	return nil
}

// junk reports a stretch of the file that should be a chunk and is none.
func (d *delivery) junk(sp span) error {
	if err := d.zerosLost(); err != nil {
		return err
	}
	return d.reject(place(sp.offset), fmt.Sprintf("no chunk where one is expected, at offset %d (%d bytes); records there are lost", sp.offset, sp.size))
}

// chunk delivers what a chunk yielded.
func (d *delivery) chunk(found []finding) error {
	if err := d.zerosLost(); err != nil {
		return err
	}
	d.sum.Chunks++
	for i := range found {
		if i&63 == 63 {
			if err := d.ctx.Err(); err != nil {
				return err
			}
		}
		if err := d.one(&found[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *delivery) one(f *finding) error {
	switch f.kind {
	case foundRecord:
		d.number++
		d.sum.Records++
		f.rec.Place.Record = d.number
		return d.sink.Record(f.rec)
	case foundBadRecord:
		d.number++
		return d.reject(winevent.Place{Offset: f.offset, Record: d.number}, f.reason)
	case foundBadChecksum:
		d.sum.BadChecksums++
	}
	return d.notice(f.offset, f.reason)
}

// finish tells what is only known at the end of the file.
func (d *delivery) finish(s *source) error {
	if !s.found {
		return ErrNotEVTX
	}
	d.sum.EmptyChunks = d.zeroCount
	if s.aligned && uint16(d.sum.Chunks) != s.headerChunks {
		d.sum.HeaderStale = true
		err := d.notice(0, fmt.Sprintf("the file header counts %d chunks, the file has %d; all were read", s.headerChunks, d.sum.Chunks))
		if err != nil {
			return err
		}
	}
	if !s.aligned && s.skipped > 0 {
		if err := d.notice(0, fmt.Sprintf("%d bytes of the file belong to no chunk", s.skipped)); err != nil {
			return err
		}
	}
	return d.overflow()
}

// overflow tells how much was counted without being delivered.
func (d *delivery) overflow() error {
	if n := d.notices - maxNotices; n > 0 {
		err := d.sink.Notice(winevent.Notice{Reason: fmt.Sprintf("%d more notices of this kind are not listed", n)})
		if err != nil {
			return err
		}
	}
	if n := d.rejects - MaxRejects; n > 0 {
		return d.sink.Notice(winevent.Notice{Reason: fmt.Sprintf("%d more unusable records are counted but not listed", n)})
	}
	return nil
}
