// Package evtx reads Windows event log files (EVTX) into winevent records.
//
// The package frames files, chunks and records itself, decodes values itself and
// compiles each template definition once; golang-evtx is used for one thing, to
// parse template definitions, and only after a definition has been checked and
// rewritten into a self-contained form (see normalise.go). No other package of
// the project imports golang-evtx.
//
// Every file is taken to be hostile: nesting, value counts, the size that a record
// may expand to and the work that a chunk may cause are bounded, and damage in one
// record costs that record only.
//
// Source of the format: [MS-EVEN6] (BinXml), and the layout of files and chunks as
// observed in public samples.
package evtx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// Options tell Read what to do. The zero value reads all of every event.
type Options struct {
	// Want decides what is wanted of an event; nil means NeedFields for all. It
	// is called from several goroutines at once.
	Want winevent.Want
	// Workers is the number of goroutines that decode chunks; 0 chooses
	// (GOMAXPROCS, or 1 for a file of few chunks). With 1 no goroutine is started.
	Workers int
	// Progress, if set, is told from Read's goroutine how many bytes of the file
	// have been dealt with, after each chunk.
	Progress func(bytesRead int64)
}

// Summary is what Read found in a file. It is right also when Read returned an
// error: it then tells what was delivered until then.
type Summary struct {
	// Chunks is the number of chunks that hold the chunk magic.
	Chunks int
	// EmptyChunks is the number of unused, all-zero chunks behind the last used one.
	EmptyChunks int
	// Records is the number of records given to the sink.
	Records int
	// Rejected is the number of records and chunks that could not be used. At
	// most MaxRejects of them are given to the sink.
	Rejected int
	// BadChecksums is the number of chunks whose header or data checksum is wrong.
	BadChecksums int
	// FileHeader says that the file begins with a file header.
	FileHeader bool
	// HeaderDirty says that the file header has its dirty flag set: the log was
	// copied while it was open, or the system stopped without closing it.
	HeaderDirty bool
	// HeaderStale says that the file header counts another number of chunks than the file has.
	HeaderStale bool
}

// MaxRejects is the number of rejects of one file that are given to the sink; the
// others are counted in Summary.Rejected and told by one notice.
const MaxRejects = 1000

// maxNotices bounds the notices of one file in the same way.
const maxNotices = 100

// ErrNotEVTX is returned for an input in which neither a file header nor a chunk was found.
var ErrNotEVTX = errors.New("not an EVTX file: no file header and no chunk found")

const (
	fileMagic       = "ElfFile\x00"
	chunkMagic      = "ElfChnk\x00"
	fileHeaderBlock = 4096
	chunkSize       = 1 << 16
	scanStep        = 4096
)

// Recognise says whether first, the first bytes of an input (8 are enough), are
// those of an EVTX file or of an EVTX chunk.
func Recognise(first []byte) bool {
	return bytes.HasPrefix(first, []byte(fileMagic)) || bytes.HasPrefix(first, []byte(chunkMagic))
}

// Read reads the EVTX file r of the given size in bytes and gives its records to
// sink in file order, from the calling goroutine.
//
// A record's strings share one allocation per record; a sink that keeps a few of
// them for long may want strings.Clone.
//
// Damage is not an error: it is told to the sink as rejects and notices. Read
// returns an error when r fails, when the sink returns one (that error), when ctx
// ends (its error) or when nothing in the input is EVTX (ErrNotEVTX). All its
// goroutines have ended when it returns.
func Read(ctx context.Context, r io.ReaderAt, size int64, o Options, sink winevent.Sink) (Summary, error) {
	if size < 0 {
		return Summary{}, fmt.Errorf("evtx: negative size %d", size)
	}
	d := &delivery{sink: sink, ctx: ctx}
	src, err := newSource(r, size, d)
	if err != nil {
		return d.sum, err
	}
	err = run(ctx, src, o, d, workers(o.Workers, size))
	if err == nil {
		err = d.finish(src)
	}
	return d.sum, err
}

// smallFile is the size up to which starting goroutines costs more than it saves.
const smallFile = 8 * chunkSize

func workers(asked int, size int64) int {
	if asked > 0 {
		return asked
	}
	if size <= smallFile {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}
