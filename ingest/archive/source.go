package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	// headSize is how much of a file is looked at to recognise it.
	headSize   = 4096
	streamSize = 64 << 10
)

// Entry is one file that is no archive.
type Entry struct {
	// Path is the name for display, with the archives around it:
	// "outer.zip/inner/Security.evtx". It is text from outside: escape it.
	Path string
	// Name is the base name without the suffix of a packed stream:
	// "app.json" for "app.json.gz".
	Name string
	// Size is in bytes, as the archive claims it; -1 when it is not known.
	Size int64

	src    *source
	limits *Limits
}

// Head returns the first bytes of the entry (4096, or all of a shorter one),
// to recognise its format by. It reads nothing away.
func (e *Entry) Head() ([]byte, error) {
	head, err := e.src.head()
	// A stream's buffer is written to by the next read.
	return bytes.Clone(head), err
}

// Reader returns the entry's content from its beginning. It can be had once,
// unless ReaderAt was called before.
func (e *Entry) Reader() (io.Reader, error) { return e.src.stream() }

// ReaderAt returns the entry's content for reading at random, and its size. An
// entry that comes as a stream is copied to a temporary file first, which is
// gone after Visitor.Entry returns. It must not be called after Reader unless
// the entry had random access anyway.
func (e *Entry) ReaderAt() (io.ReaderAt, int64, error) {
	if err := e.src.spool(e.limits); err != nil {
		return nil, 0, err
	}
	return e.src, e.src.size, nil
}

// source is a file's content: at random, or a stream that is read once.
type source struct {
	at   io.ReaderAt
	size int64 // -1: not known
	r    *bufio.Reader
	used bool
	temp *os.File
	// err is the first error other than the end that reading gave.
	err error
}

func streamSource(r io.Reader, size int64) *source {
	return &source{r: bufio.NewReaderSize(r, streamSize), size: size}
}

var errUsed = errors.New("the entry's stream was read already")

func (s *source) head() ([]byte, error) {
	if s.at != nil {
		head := make([]byte, min(headSize, max(s.size, 0)))
		n, err := s.at.ReadAt(head, 0)
		if n < len(head) {
			return nil, s.note(err)
		}
		return head, nil
	}
	if s.used {
		return nil, errUsed
	}
	head, err := s.r.Peek(headSize)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, s.note(err)
	}
	// An error after some bytes comes again when they have been read.
	return head, nil
}

func (s *source) stream() (io.Reader, error) {
	if s.at != nil {
		return io.NewSectionReader(s, 0, s.size), nil
	}
	if s.used {
		return nil, errUsed
	}
	s.used = true
	return noting{s}, nil
}

// noting is the stream of a source, which keeps the error that reading gives.
type noting struct{ s *source }

func (n noting) Read(p []byte) (int, error) {
	c, err := n.s.r.Read(p)
	return c, n.s.note(err)
}

// ReadAt implements io.ReaderAt for a source with random access.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.at.ReadAt(p, off)
	return n, s.note(err)
}

func (s *source) note(err error) error {
	if err != nil && err != io.EOF && s.err == nil {
		s.err = err
	}
	return err
}

// spool gives a stream random access by copying it to a temporary file.
func (s *source) spool(l *Limits) error {
	if s.at != nil {
		return nil
	}
	if s.used {
		return errUsed
	}
	f, err := os.CreateTemp(l.TempDir, "procgraph-*.spool")
	if err != nil {
		return fmt.Errorf("spooling an archive entry: %w", err)
	}
	s.temp = f
	// Where the system lets an open file be unlinked, even a killed process
	// leaves nothing behind. Elsewhere close removes it.
	_ = os.Remove(f.Name())
	r, err := s.stream()
	if err != nil {
		return err
	}
	// Entries are bounded by their meters; this bounds an outermost stream.
	n, err := io.Copy(f, io.LimitReader(r, l.MaxTotal+1))
	if err == nil && n > l.MaxTotal {
		err = s.note(&LimitError{fmt.Sprintf("it is larger than the limit of %d bytes", l.MaxTotal)})
	}
	if err != nil {
		return fmt.Errorf("spooling an archive entry: %w", err)
	}
	s.at, s.size = f, n
	return nil
}

func (s *source) close() {
	if s.temp != nil {
		_ = s.temp.Close()
		_ = os.Remove(s.temp.Name())
		s.temp = nil
	}
}

// meter is the output of a packed stream. It counts, and ends with a
// LimitError where a limit is broken.
type meter struct {
	ctx    context.Context
	r      io.Reader
	w      *walker
	packed func() int64 // bytes taken from the packed stream so far
	n      int64
	limit  error // the limit that was broken
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	if m.limit != nil {
		return 0, m.limit
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	m.w.expanded += int64(n)
	m.w.counted += int64(n)
	if m.limit = m.check(); m.limit != nil {
		// What is refused must not make the rest of the archive look like a bomb.
		m.w.counted -= m.n
		return 0, m.limit
	}
	return n, err
}

func (m *meter) check() error {
	l := &m.w.limits
	switch {
	case m.n > l.MaxEntry:
		return &LimitError{fmt.Sprintf("it expands to more than the limit of %d bytes", l.MaxEntry)}
	case m.w.expanded > l.MaxTotal:
		return &LimitError{fmt.Sprintf("the archive expands to more than the limit of %d bytes", l.MaxTotal)}
	case tooDense(m.n, m.packed(), l):
		return &LimitError{fmt.Sprintf("it expands to more than %g times its packed size, as a zip bomb does", l.MaxRatio)}
	case tooDense(m.w.counted, m.w.packed(), l):
		return &LimitError{fmt.Sprintf("the archive expands to more than %g times its size, as a zip bomb does", l.MaxRatio)}
	}
	return nil
}

func tooDense(expanded, packed int64, l *Limits) bool {
	return expanded > l.RatioFrom && float64(expanded) > l.MaxRatio*float64(packed)
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
