// Package archive opens what log files come packed in: zip, tar, gzip,
// Zstandard and bzip2, inside one another to a small depth, recognised by
// content. A file that is no archive is visited as itself.
//
// Everything inside an archive is hostile: sizes, ratios, counts, depth and
// names are bounded by Limits. What breaks a bound, is damaged, or has a name
// that leads out of the archive is refused by name, and the rest goes on.
// Nothing is ever written under a name from an archive: what must be read at
// random goes to an unnamed temporary file.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Limits bound what an archive may expand to. Sizes are in bytes.
type Limits struct {
	// MaxEntry bounds one file inside an archive, MaxTotal all that comes out
	// of one outermost file, at all depths.
	MaxEntry, MaxTotal int64
	// MaxRatio bounds expanded to packed size, of each packed stream and of
	// the outermost file. It counts only once more than RatioFrom was expanded.
	MaxRatio  float64
	RatioFrom int64
	// MaxEntries bounds the files and folders of one outermost file.
	MaxEntries int
	// MaxDepth bounds archives and packed streams inside one another: .tar.gz
	// in a .zip has three.
	MaxDepth int
	// TempDir is where entries are spooled that must be read at random; empty
	// is the system's.
	TempDir string
}

// DefaultLimits allow real evidence: event logs as EVTX, JSON or XML pack 20 to
// 1 up to about 100 to 1, and single logs of some gigabytes are usual. Deflate
// ends near 1000 to 1, so 250 to 1 tells a bomb from a log, and below 256 MiB a
// bomb does no harm.
func DefaultLimits() Limits {
	return Limits{
		MaxEntry:   64 << 30,
		MaxTotal:   256 << 30,
		MaxRatio:   250,
		RatioFrom:  256 << 20,
		MaxEntries: 1 << 16,
		MaxDepth:   5,
	}
}

// Visitor takes what Walk finds, in the order of the archive.
type Visitor interface {
	// Entry takes one file. The entry is valid during the call only. An error
	// ends the walk and is returned by it, unless it is (or wraps) an error
	// from reading the entry: then Refused follows and the walk goes on.
	Entry(ctx context.Context, e *Entry) error
	// Refused takes the name of a file that was not read, or not to its end,
	// and the reason in plain words. An error ends the walk.
	Refused(path, reason string) error
}

// LimitError says that reading an entry broke a limit.
type LimitError struct{ Reason string }

func (e *LimitError) Error() string { return e.Reason }

// errStop ends the walk of one outermost file after a refusal.
var errStop = errors.New("no more of this archive is read")

// Walk visits the file name with the content of r, or what is inside it. Reads
// of r come from the caller's goroutine, or from the visitor's through
// Entry.ReaderAt. Errors are those of the visitor, of ctx and of temporary files.
func Walk(ctx context.Context, name string, r io.ReaderAt, size int64, l Limits, v Visitor) error {
	w := &walker{limits: l, visitor: v, packed: func() int64 { return size }}
	return w.start(ctx, &source{at: r, size: size}, name)
}

// WalkStream is Walk for a stream, as standard input is. An entry that must be
// read at random is spooled to a temporary file.
func WalkStream(ctx context.Context, name string, r io.Reader, l Limits, v Visitor) error {
	counted := &countingReader{r: r}
	w := &walker{limits: l, visitor: v, packed: func() int64 { return counted.n }}
	return w.start(ctx, streamSource(counted, -1), name)
}

// walker walks one outermost file.
type walker struct {
	limits   Limits
	visitor  Visitor
	packed   func() int64 // bytes of the outermost file (so far)
	expanded int64        // bytes that came out of packed streams
	counted  int64        // the same without those of refused entries
	entries  int
}

func (w *walker) start(ctx context.Context, src *source, name string) error {
	defer src.close()
	err := w.visit(ctx, src, place{path: name, name: baseName(name)}, 0)
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// place is where the walk is.
type place struct {
	path string // for display: outer.zip/inner/Security.evtx
	name string // base name, without suffixes of packed streams
}

// visit looks at the content of src and walks into it, or hands it over.
func (w *walker) visit(ctx context.Context, src *source, at place, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	head, err := src.head()
	if err != nil {
		return w.damaged(ctx, at, err)
	}
	kind := sniff(head)
	if kind == kindOther {
		return w.entry(ctx, src, at)
	}
	if kind.unsupported() {
		return w.visitor.Refused(at.path, fmt.Sprintf("%s is not supported", kind))
	}
	if depth >= w.limits.MaxDepth {
		return w.visitor.Refused(at.path, fmt.Sprintf("archives are nested more than %d deep", w.limits.MaxDepth))
	}
	switch kind {
	case kindZip:
		return w.zip(ctx, src, at, depth)
	case kindTar:
		return w.tar(ctx, src, at, depth)
	}
	return w.packedStream(ctx, src, kind, at, depth)
}

// entry hands a file to the visitor.
func (w *walker) entry(ctx context.Context, src *source, at place) error {
	e := &Entry{Path: at.path, Name: at.name, Size: src.size, src: src, limits: &w.limits}
	err := w.visitor.Entry(ctx, e)
	if cerr := ctx.Err(); cerr != nil {
		return cerr
	}
	if src.err != nil && (err == nil || errors.Is(err, src.err)) {
		return w.damaged(ctx, at, src.err)
	}
	return err
}

// damaged refuses what could not be read to its end.
func (w *walker) damaged(ctx context.Context, at place, err error) error {
	if cerr := ctx.Err(); cerr != nil {
		return cerr
	}
	if errors.Is(err, errStop) {
		return err
	}
	var limit *LimitError
	if errors.As(err, &limit) {
		return w.visitor.Refused(at.path, limit.Reason)
	}
	return w.visitor.Refused(at.path, "damaged: "+plainReason(err))
}

// count counts an entry of an archive and refuses the rest when it is one too many.
func (w *walker) count(archive place) error {
	w.entries++
	if w.entries <= w.limits.MaxEntries {
		return nil
	}
	reason := fmt.Sprintf("more than %d files and folders in one archive; the rest of it is not read", w.limits.MaxEntries)
	if err := w.visitor.Refused(archive.path, reason); err != nil {
		return err
	}
	return errStop
}
