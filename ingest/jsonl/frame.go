package jsonl

import (
	"bytes"
	"io"

	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/winevent"
)

const (
	reasonBroken   = "broken JSON"
	reasonCut      = "broken JSON: the file ends inside the value"
	reasonTooLarge = "the JSON value is larger than the limit"
	reasonNoObject = "not a JSON object"
)

const (
	bufferSize = 256 << 10
	// decideBytes is how much of the file is looked at to tell whether it has a
	// value a line.
	decideBytes = 1 << 20
	decideLines = 3
)

// level is something that encloses the values that are being framed.
type level struct {
	// outer is nil for an array of events. Else the level is a wrapper object
	// and outer its scanner, which waits for the end of the array inside.
	outer *scanner
}

// framer cuts a stream of UTF-8 into JSON values. It holds one value at most.
type framer struct {
	r          io.Reader
	err        error
	buf        []byte
	start, end int // unread bytes are buf[start:end]
	line       int64
	offset     int64 // of buf[start]
	// indent is the number of blanks before the unread bytes on their line, or
	// -1 when something else stands there.
	indent  int
	max     int
	decided bool
	oneLine bool // the file has a value a line
	levels  []level
	scan    scanner
}

func newFramer(r io.Reader, max int) *framer {
	return &framer{r: r, buf: make([]byte, bufferSize), line: 1, max: max}
}

func (f *framer) insideArray() bool { return len(f.levels) > 0 }

// fillBatch adds values to b until it is full. It returns io.EOF when the input
// has ended, with b holding the last values.
func (f *framer) fillBatch(b *batch) error {
	for !b.full() {
		if err := f.next(b); err != nil {
			return err
		}
	}
	return nil
}

// next adds the next value or problem to b, or takes one step towards it.
func (f *framer) next(b *batch) error {
	c, err := f.skipBlanks()
	if err != nil {
		return err
	}
	if !f.decided {
		f.decide(c)
	}
	if n := len(f.levels); n > 0 {
		if f.levels[n-1].outer != nil {
			return f.leaveWrapper(b)
		}
		switch c {
		case ',':
			f.discard(1)
			return nil
		case ']':
			f.discard(1)
			f.levels = f.levels[:n-1]
			return nil
		}
		return f.value(b)
	}
	switch {
	case c == '{' && f.oneLine:
		return f.oneLineValue(b)
	case c == '{':
		return f.value(b)
	case c == '[':
		f.discard(1)
		f.levels = append(f.levels, level{})
		return nil
	case (c == ',' || c == ']') && !f.oneLine:
		// What is left of an array whose end was taken too early, in a broken element.
		f.discard(1)
		return nil
	}
	return f.junkLine(b)
}

// decide tells whether the file has a value a line, by its first lines.
func (f *framer) decide(first byte) {
	f.decided = true
	if first != '{' {
		return
	}
	for f.end-f.start < decideBytes && bytes.Count(f.unread(), []byte{'\n'}) < decideLines && f.fill() {
	}
	var p fastjson.Parser
	rest := f.unread()
	for range decideLines {
		line, tail, ended := bytes.Cut(rest, []byte{'\n'})
		line = bytes.TrimSpace(line)
		if !ended && f.err == nil {
			return
		}
		if len(line) > 1 && line[0] == '{' && line[len(line)-1] == '}' {
			if _, err := p.ParseBytes(line); err == nil {
				f.oneLine = true
				return
			}
		}
		rest = tail
	}
}

// oneLineValue takes the value on the line that begins here.
func (f *framer) oneLineValue(b *batch) error {
	searched := 0
	for {
		i := bytes.IndexByte(f.unread()[searched:], '\n')
		length := searched + i
		if i < 0 {
			searched = f.end - f.start
			length = searched
			if length <= f.max && f.fill() {
				continue
			}
		}
		place := f.place()
		if length > f.max {
			f.discard(length)
			b.problem(reasonTooLarge, place)
			return f.skipLine()
		}
		line := bytes.TrimRight(f.unread()[:length], " \t\r")
		if line[len(line)-1] != '}' {
			return f.value(b)
		}
		b.value(line, place)
		f.discard(length)
		return nil
	}
}

// value takes the value that begins here, however many lines it has.
func (f *framer) value(b *batch) error {
	place, indent := f.place(), f.indent
	f.scan.reset(f.oneLine, len(f.levels) == 0 && !f.oneLine)
	tooLarge := false
	for pos := 0; ; {
		n, result := f.scan.scan(f.unread()[pos:])
		pos += n
		tooLarge = tooLarge || pos > f.max
		switch result {
		case scanDone:
			f.take(b, pos, place, tooLarge)
			return nil
		case scanBad:
			f.discard(pos)
			b.problem(reasonBroken, place)
			return f.resync(indent)
		case scanArray:
			f.discard(pos)
			outer := f.scan
			f.levels = append(f.levels, level{outer: &outer}, level{})
			return nil
		}
		if tooLarge {
			f.discard(pos)
			pos = 0
		}
		if !f.fill() {
			if f.err == io.EOF && f.scan.state == inLiteral && f.scan.depth == 0 {
				f.take(b, pos, place, tooLarge)
				return nil
			}
			f.discard(f.end - f.start)
			if f.err != io.EOF {
				return f.err
			}
			b.problem(reasonCut, place)
			return nil
		}
	}
}

func (f *framer) take(b *batch, length int, place winevent.Place, tooLarge bool) {
	if tooLarge {
		b.problem(reasonTooLarge, place)
	} else {
		b.value(f.unread()[:length], place)
	}
	f.discard(length)
}

// leaveWrapper passes over the members of a wrapper object that follow its list.
func (f *framer) leaveWrapper(b *batch) error {
	n := len(f.levels)
	s := f.levels[n-1].outer
	if s.depth > 0 && s.stack[s.depth-1] == '[' && s.state == expectValueOrEnd {
		// The list has just been read to its end.
		s.pop('[')
	}
	for {
		used, result := s.scan(f.unread())
		place := f.place()
		f.discard(used)
		switch result {
		case scanDone:
			f.levels = f.levels[:n-1]
			return nil
		case scanArray:
			f.levels = append(f.levels, level{})
			return nil
		case scanBad:
			f.levels = f.levels[:n-1]
			b.problem(reasonBroken, place)
			return f.resync(0)
		}
		if !f.fill() {
			return f.err
		}
	}
}

// junkLine rejects what does not begin like a value, to the end of its line.
func (f *framer) junkLine(b *batch) error {
	b.problem(reasonNoObject, f.place())
	return f.skipLine()
}

// resync passes over the rest of a broken value whose line began with indent
// blanks (-1: not known), up to where the next value may begin.
func (f *framer) resync(indent int) error {
	inArray := len(f.levels) > 0 && f.levels[len(f.levels)-1].outer == nil
	if c, ok := f.peek(); ok && c == '{' && f.indent == 0 {
		return nil
	}
	if inArray && indent < 0 {
		return f.nextElement()
	}
	for {
		if err := f.skipLine(); err != nil {
			return err
		}
		if f.oneLine {
			return nil
		}
		c, err := f.skipBlanks()
		if err != nil {
			return err
		}
		if (c == '{' || c == '[' || (c == ']' && inArray)) && f.indent <= max(indent, 0) {
			return nil
		}
	}
}

// nextElement passes over the rest of a broken element of an array without
// lines, up to "},{" or to a line that begins like an element.
func (f *framer) nextElement() error {
	closed, comma := false, false
	for {
		c, err := f.skipBlanks()
		if err != nil {
			return err
		}
		if c == '{' && (comma || f.indent >= 0) {
			return nil
		}
		comma = closed && c == ','
		closed = c == '}'
		f.discard(1)
	}
}

// skipLine passes over the rest of the line, with its end.
func (f *framer) skipLine() error {
	for {
		if i := bytes.IndexByte(f.unread(), '\n'); i >= 0 {
			f.discard(i + 1)
			return nil
		}
		f.discard(f.end - f.start)
		if !f.fill() {
			return f.err
		}
	}
}

// skipBlanks passes over white space and returns the character that follows.
func (f *framer) skipBlanks() (byte, error) {
	for {
		for f.start < f.end {
			switch c := f.buf[f.start]; c {
			case '\n':
				f.line++
				f.indent = 0
			case ' ', '\t', '\r':
				if f.indent >= 0 {
					f.indent++
				}
			default:
				return c, nil
			}
			f.start++
			f.offset++
		}
		if !f.fill() {
			return 0, f.err
		}
	}
}

func (f *framer) peek() (byte, bool) {
	if f.start == f.end && !f.fill() {
		return 0, false
	}
	return f.buf[f.start], true
}

func (f *framer) unread() []byte { return f.buf[f.start:f.end] }

func (f *framer) place() winevent.Place {
	return winevent.Place{Line: f.line, Offset: f.offset}
}

// discard passes over n bytes.
func (f *framer) discard(n int) {
	if n == 0 {
		return
	}
	gone := f.buf[f.start : f.start+n]
	f.line += int64(bytes.Count(gone, []byte{'\n'}))
	f.indent = -1
	if gone[n-1] == '\n' {
		f.indent = 0
	}
	f.start += n
	f.offset += int64(n)
}

// fill reads more into the buffer. It reports whether there is more.
func (f *framer) fill() bool {
	if f.err != nil {
		return false
	}
	if f.end == len(f.buf) {
		f.makeRoom()
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

// makeRoom moves the unread bytes to the front of the buffer, a larger one when
// they fill it, a small one again after a large value.
func (f *framer) makeRoom() {
	unread := f.unread()
	to := f.buf
	switch {
	case len(unread) > len(f.buf)/2:
		to = make([]byte, 2*len(f.buf))
	case len(f.buf) > 16*bufferSize && len(unread) < bufferSize/2:
		to = make([]byte, bufferSize)
	}
	f.end = copy(to, unread)
	f.start = 0
	f.buf = to
}
