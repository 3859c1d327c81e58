package evtx

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// source finds the chunks of a file, by the file's size and the chunks' magic and
// never by the counts in the file header.
type source struct {
	r    io.ReaderAt
	size int64
	pos  int64
	// aligned: the file has a header, so that each 64 KiB from 4096 on should be a chunk.
	aligned bool
	// headerChunks is the file header's chunk count (modulo 65536); valid if aligned.
	headerChunks uint16
	// skipped counts the bytes of a file without header that are no chunk.
	skipped int64
	found   bool
}

// newSource reads the file header, if there is one, and tells the delivery what
// is to be said of it.
func newSource(r io.ReaderAt, size int64, d *delivery) (*source, error) {
	s := &source{r: r, size: size}
	var h [128]byte
	n, err := readFull(r, h[:], 0)
	if err != nil {
		return nil, err
	}
	if n < 8 || string(h[:8]) != fileMagic {
		return s, d.notice(0, "the file has no file header; chunks are looked for by their magic")
	}
	s.aligned, s.pos, s.found = true, fileHeaderBlock, true
	d.sum.FileHeader = true
	if n < len(h) {
		return s, d.notice(0, "the file ends within its file header")
	}
	s.headerChunks = binary.LittleEndian.Uint16(h[0x2a:])
	return s, s.judgeHeader(&h, d)
}

func (s *source) judgeHeader(h *[128]byte, d *delivery) error {
	const dirty = 1
	if binary.LittleEndian.Uint32(h[0x78:])&dirty != 0 {
		d.sum.HeaderDirty = true
		if err := d.notice(0, "the log was not closed properly (dirty flag); all chunks are read regardless"); err != nil {
			return err
		}
	}
	if crc32.ChecksumIEEE(h[:0x78]) != binary.LittleEndian.Uint32(h[0x7c:]) {
		if err := d.notice(0, "the checksum of the file header is wrong"); err != nil {
			return err
		}
	}
	if major := binary.LittleEndian.Uint16(h[0x26:]); major != 3 {
		return d.notice(0, fmt.Sprintf("the file header names format version %d, expected 3", major))
	}
	return nil
}

// span is one stretch of the file as next found it.
type span struct {
	kind   spanKind
	offset int64
	// size is the number of bytes of the file the span covers.
	size int64
	// valid is the number of bytes in the buffer that came from the file.
	valid int
}

type spanKind uint8

const (
	spanChunk spanKind = iota
	// spanZero is a whole chunk (or the rest of the file) of zero bytes.
	spanZero
	// spanJunk is a stretch in a file with header that is neither.
	spanJunk
)

// next reads the next stretch of the file into buf (chunkSize bytes); what lies
// beyond the end of the file is zero. It returns io.EOF at the end.
func (s *source) next(buf []byte) (span, error) {
	for s.pos < s.size {
		n, err := readFull(s.r, buf[:min(chunkSize, s.size-s.pos)], s.pos)
		if err != nil {
			return span{}, err
		}
		if n == 0 {
			break // the file is shorter than its size promised
		}
		clear(buf[n:])
		sp := span{kind: spanChunk, offset: s.pos, size: int64(n), valid: n}
		switch {
		case n >= 8 && string(buf[:8]) == chunkMagic:
			s.found = true
		case !s.aligned:
			step := min(scanStep, int64(n))
			s.pos += step
			s.skipped += step
			continue
		case allZero(buf[:n]):
			sp.kind = spanZero
		default:
			sp.kind = spanJunk
			sp.size = int64(nextMagic(buf[:n]))
		}
		s.pos += sp.size
		return sp, nil
	}
	return span{}, io.EOF
}

// nextMagic is where the next chunk begins in b, in steps of 4 KiB, or len(b): a
// file that lost or gained sectors continues off the 64 KiB grid.
func nextMagic(b []byte) int {
	for p := scanStep; p+8 <= len(b); p += scanStep {
		if string(b[p:p+8]) == chunkMagic {
			return p
		}
	}
	return len(b)
}

func allZero(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b) != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// readFull reads len(b) bytes at off, or fewer where the file ends.
func readFull(r io.ReaderAt, b []byte, off int64) (int, error) {
	n := 0
	for n < len(b) {
		m, err := r.ReadAt(b[n:], off+int64(n))
		if m < 0 || m > len(b)-n {
			return n, errors.New("evtx: the reader returned an impossible count")
		}
		n += m
		if errors.Is(err, io.EOF) || (err == nil && m == 0) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("reading %d bytes at offset %d: %w", len(b), off, err)
		}
	}
	return n, nil
}

func place(offset int64) winevent.Place { return winevent.Place{Offset: offset} }
