package xml

import (
	"bytes"
	"errors"
	"io"
)

// problem is why a frame holds no event.
type problem string

const (
	problemDoctype  problem = "a document type declaration (DOCTYPE) is refused"
	problemCut      problem = "broken event: it has no end"
	problemNoStart  problem = "broken event: it has no beginning"
	problemTooLarge problem = "the event is larger than the limit"
)

// frame is one <Event> element as text, or a problem in its place. event is
// valid until the next call.
type frame struct {
	event   []byte
	problem problem
	line    int64
	offset  int64
}

// framer cuts <Event> elements out of a stream of UTF-8. What stands between
// them (prolog, <Events>, text before an event on its line) is passed over.
type framer struct {
	r          io.Reader
	buf        []byte
	start, end int // unread bytes are buf[start:end]
	line       int64
	offset     int64 // of buf[start]
	max        int
	err        error
}

func newFramer(r io.Reader, max int) *framer {
	return &framer{r: r, buf: make([]byte, 64<<10), line: 1, max: max}
}

// fill reads more into the buffer. It reports whether there is more.
func (f *framer) fill() bool {
	if f.err != nil {
		return false
	}
	if f.end == len(f.buf) {
		if f.start > 0 {
			copy(f.buf, f.buf[f.start:f.end])
			f.end -= f.start
			f.start = 0
		} else {
			grown := make([]byte, 2*len(f.buf))
			copy(grown, f.buf[:f.end])
			f.buf = grown
		}
	}
	for range 100 {
		n, err := f.r.Read(f.buf[f.end:])
		f.end += n
		f.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	f.err = io.ErrNoProgress
	return false
}

// discard passes over n bytes.
func (f *framer) discard(n int) {
	f.line += int64(bytes.Count(f.buf[f.start:f.start+n], []byte{'\n'}))
	f.start += n
	f.offset += int64(n)
}

type mark uint8

const (
	markNone mark = iota
	markOpen
	markClose
	markDoctype
)

const longestMark = len("<!DOCTYPE")

// find looks for the next mark in the unread bytes from position from on. When
// there is none, at is the position from which to look again with more input.
func (f *framer) find(from int) (m mark, at int) {
	b := f.buf[f.start:f.end]
	for pos := from; ; pos++ {
		i := bytes.IndexByte(b[pos:], '<')
		if i < 0 {
			return markNone, len(b)
		}
		pos += i
		rest := b[pos:]
		switch {
		case isTag(rest, "<Event"):
			return markOpen, pos
		case isTag(rest, "</Event"):
			return markClose, pos
		case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
			return markDoctype, pos
		case len(rest) < longestMark && f.err == nil:
			// Too short to tell what it is.
			return markNone, pos
		}
	}
}

func isTag(b []byte, tag string) bool {
	return len(b) > len(tag) && string(b[:len(tag)]) == tag && isDelimiter(b[len(tag)])
}

// next returns the next event or problem, io.EOF after the last.
func (f *framer) next() (frame, error) {
	from := 0
	for {
		m, at := f.find(from)
		switch m {
		case markOpen:
			f.discard(at)
			return f.event()
		case markClose:
			f.discard(at)
			found := frame{problem: problemNoStart, line: f.line, offset: f.offset}
			f.discard(len("</Event"))
			return found, nil
		case markDoctype:
			f.discard(at)
			found := frame{problem: problemDoctype, line: f.line, offset: f.offset}
			f.discard(longestMark)
			return found, nil
		}
		f.discard(at)
		from = 0
		if !f.fill() {
			// What is left may be a mark that is complete only now that nothing follows.
			if m, _ := f.find(0); m != markNone {
				continue
			}
			return frame{}, f.err
		}
	}
}

// event cuts the element that begins at the first unread byte.
func (f *framer) event() (frame, error) {
	found := frame{line: f.line, offset: f.offset}
	from := 1
	for {
		m, at := f.find(from)
		switch m {
		case markOpen:
			// The next event begins: this one was cut off.
			f.discard(at)
			found.problem = problemCut
			return found, nil
		case markClose:
			if end := bytes.IndexByte(f.buf[f.start+at:f.end], '>'); end >= 0 {
				end += at + 1
				found.event = f.buf[f.start : f.start+end]
				f.discard(end)
				return found, nil
			}
		case markDoctype:
			at++
		}
		from = at
		if f.end-f.start > f.max {
			f.discard(from)
			found.problem = problemTooLarge
			f.skipRest()
			return found, nil
		}
		if m != markDoctype && !f.fill() {
			if !errors.Is(f.err, io.EOF) {
				return frame{}, f.err
			}
			f.discard(f.end - f.start)
			found.problem = problemCut
			return found, nil
		}
	}
}

// skipRest passes over the rest of an event that is too large: up to and with
// its end, or up to the next beginning.
func (f *framer) skipRest() {
	for {
		m, at := f.find(0)
		f.discard(at)
		switch m {
		case markOpen:
			return
		case markClose:
			f.discard(len("</Event"))
			return
		case markDoctype:
			f.discard(1)
			continue
		}
		if !f.fill() {
			return
		}
	}
}
