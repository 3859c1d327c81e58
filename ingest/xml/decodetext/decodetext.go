// Package decodetext turns the encodings that Windows tools write text exports
// in (UTF-8 with or without a byte order mark, UTF-16 of either byte order with
// or without one) into a stream of UTF-8.
//
// An unpaired UTF-16 surrogate has no UTF-8 form. It is passed on as the three
// bytes that a naive encoder would give it, which is not valid UTF-8, so that
// the record it stands in can be told apart: Repair makes it U+FFFD there.
package decodetext

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

const bufferSize = 64 << 10

type encoding uint8

const (
	utf8Plain encoding = iota
	utf16LE
	utf16BE
)

// sniff tells the encoding and the length of the byte order mark. Without a
// mark, UTF-16 shows by the zero byte beside the first character, which in the
// formats read here is ASCII.
func sniff(first []byte) (enc encoding, mark int) {
	switch {
	case bytes.HasPrefix(first, []byte{0xEF, 0xBB, 0xBF}):
		return utf8Plain, 3
	case bytes.HasPrefix(first, []byte{0xFF, 0xFE}):
		return utf16LE, 2
	case bytes.HasPrefix(first, []byte{0xFE, 0xFF}):
		return utf16BE, 2
	case len(first) >= 2 && first[0] != 0 && first[1] == 0:
		return utf16LE, 0
	case len(first) >= 2 && first[0] == 0 && first[1] != 0:
		return utf16BE, 0
	}
	return utf8Plain, 0
}

// Head returns the first bytes of a file as UTF-8, for recognising its format.
func Head(first []byte) []byte {
	enc, mark := sniff(first)
	if enc == utf8Plain {
		return first[mark:]
	}
	out, _ := io.ReadAll(NewReader(bytes.NewReader(first)))
	return out
}

// NewReader returns r as UTF-8 without a byte order mark. It does not validate
// UTF-8 input.
func NewReader(r io.Reader) io.Reader {
	br := bufio.NewReaderSize(r, bufferSize)
	// A read error here comes again at the next read, where it is reported.
	first, _ := br.Peek(4)
	enc, mark := sniff(first)
	// The peeked bytes are buffered: discarding a part of them cannot fail.
	_, _ = br.Discard(mark)
	switch enc {
	case utf16LE:
		return &utf16Reader{src: br, order: binary.LittleEndian}
	case utf16BE:
		return &utf16Reader{src: br, order: binary.BigEndian}
	}
	return br
}

// utf16Reader decodes UTF-16 code units.
type utf16Reader struct {
	src   *bufio.Reader
	order binary.ByteOrder
	in    [bufferSize]byte
	// pending is decoded text that the caller has not taken; it is a part of out.
	pending, out []byte
	// high is a first surrogate that waits for its second half, else 0.
	high rune
	err  error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(u.pending) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.pending)
	u.pending = u.pending[n:]
	return n, nil
}

// fill decodes the next buffer, at least one code unit of it.
func (u *utf16Reader) fill() {
	n, err := u.src.Read(u.in[:len(u.in)-1])
	// A code unit is never left in halves while there is more input.
	if n%2 == 1 && err == nil {
		var b byte
		if b, err = u.src.ReadByte(); err == nil {
			u.in[n] = b
			n++
		}
	}
	u.out = u.out[:0]
	for i := 0; i+1 < n; i += 2 {
		u.unit(rune(u.order.Uint16(u.in[i:])))
	}
	if err != nil {
		u.flushHigh()
		if n%2 == 1 && errors.Is(err, io.EOF) {
			// Half a code unit at the end: a byte that is never valid UTF-8 marks the damage.
			u.out = append(u.out, 0xFF)
		}
		u.err = err
	}
	u.pending = u.out
}

func (u *utf16Reader) unit(c rune) {
	if u.high != 0 {
		if r := utf16.DecodeRune(u.high, c); r != utf8.RuneError {
			u.high = 0
			u.out = utf8.AppendRune(u.out, r)
			return
		}
		u.flushHigh()
	}
	switch {
	case c >= 0xD800 && c < 0xDC00:
		u.high = c
	case utf16.IsSurrogate(c):
		u.out = appendSurrogate(u.out, c)
	default:
		u.out = utf8.AppendRune(u.out, c)
	}
}

func (u *utf16Reader) flushHigh() {
	if u.high != 0 {
		u.out = appendSurrogate(u.out, u.high)
		u.high = 0
	}
}

// appendSurrogate writes c in the three-byte form that UTF-8 forbids.
func appendSurrogate(b []byte, c rune) []byte {
	return append(b, 0xE0|byte(c>>12), 0x80|byte(c>>6)&0x3F, 0x80|byte(c)&0x3F)
}

// Repair returns b with every byte that is not valid UTF-8 replaced by U+FFFD,
// a surrogate in three-byte form by one of them. It returns b itself, and
// false, when there is nothing to repair.
func Repair(b []byte) (text []byte, repaired bool) {
	if utf8.Valid(b) {
		return b, false
	}
	out := make([]byte, 0, len(b)+len(b)/8)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			if len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] <= 0xBF && b[2]&0xC0 == 0x80 {
				size = 3
			}
			out = append(out, "\uFFFD"...)
		} else {
			out = append(out, b[:size]...)
		}
		b = b[size:]
	}
	return out, true
}
