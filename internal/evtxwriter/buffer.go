package evtxwriter

import (
	"errors"
	"io"
)

// Buffer is a file in memory, to be given to New. The zero value is empty.
type Buffer struct {
	b   []byte
	pos int
}

// Write writes at the current position.
func (b *Buffer) Write(p []byte) (int, error) {
	if n := b.pos + len(p); n > len(b.b) {
		b.b = append(b.b, make([]byte, n-len(b.b))...)
	}
	n := copy(b.b[b.pos:], p)
	b.pos += n
	return n, nil
}

// Seek sets the position, which must lie within what was written.
func (b *Buffer) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += int64(b.pos)
	case io.SeekEnd:
		offset += int64(len(b.b))
	}
	if offset < 0 || offset > int64(len(b.b)) {
		return int64(b.pos), errors.New("position outside of the buffer")
	}
	b.pos = int(offset)
	return offset, nil
}

// Bytes returns what was written; it is the buffer's own memory.
func (b *Buffer) Bytes() []byte { return b.b }
