package evtxwriter

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"unicode/utf8"
)

// Options change how a file is written; the zero value is a file as Windows closes it.
type Options struct {
	// Dirty sets the dirty flag of the file header, as in a log that is still open.
	Dirty bool
	// SpareChunks is the number of unused, all-zero chunks behind the last one.
	SpareChunks int
}

// Writer writes one EVTX file. It is not safe for use by several goroutines.
type Writer struct {
	w    io.WriteSeeker
	opts Options
	c    *chunk

	chunks int
	next   uint64 // number of the next record, from 1
	err    error  // of w: nothing more can be written
	closed bool

	// Scratch space, so that an event needs no allocation once its template is known.
	sys, body, rendering values
	data                 []Value
	key                  []byte
}

const fileHeaderBlock = 4096

// New begins a file on w, whose position is taken to be 0. Close completes it.
func New(w io.WriteSeeker, o Options) (*Writer, error) {
	wr := &Writer{w: w, opts: o, c: newChunk(), next: 1}
	if _, err := w.Write(make([]byte, fileHeaderBlock)); err != nil {
		return nil, fmt.Errorf("writing the file header: %w", err)
	}
	return wr, nil
}

// Write appends an event. It returns ErrTooLarge for an event that does not fit
// into a chunk, and an error for a value that its type cannot hold; the file is
// good, without that event, in both cases.
func (w *Writer) Write(e *Event) error {
	switch {
	case w.err != nil:
		return w.err
	case w.closed:
		return errors.New("the file is closed")
	}
	if err := w.encode(e); err != nil {
		return fmt.Errorf("event %d: %w", e.EventID, err)
	}
	stamp := uint64(0)
	if !e.Time.IsZero() {
		stamp, _ = filetime(e.Time) // encode has refused bad times
	}
	if w.append(e, stamp) {
		return nil
	}
	// The record does not fit: it begins the next chunk.
	if w.c.records > 0 {
		if err := w.flush(); err != nil {
			return err
		}
	} else {
		w.c.reset()
	}
	if w.append(e, stamp) {
		return nil
	}
	w.c.reset()
	return fmt.Errorf("event %d: %w", e.EventID, ErrTooLarge)
}

// encode settles and encodes all values of e; it does not touch the chunk.
func (w *Writer) encode(e *Event) error {
	data := e.Data
	if e.UserData != nil {
		data = e.UserData.Data
		if e.UserData.Element == "" {
			return errors.New("UserData without an element")
		}
	}
	w.data = w.data[:0]
	w.body.reset()
	for _, v := range data {
		if len(v.Name) > maxNameBytes || !utf8.ValidString(v.Name) {
			return fmt.Errorf("the name of a value is longer than %d bytes or no UTF-8", maxNameBytes)
		}
		if e.UserData != nil && v.Name == "" {
			return errors.New("a value of UserData without a name")
		}
		v = settle(v, e.Provider)
		if err := w.body.add(&v); err != nil {
			return err
		}
		w.data = append(w.data, v)
	}
	if e.UserData != nil && (len(e.UserData.Element) > maxNameBytes || len(e.UserData.Namespace) > maxNameBytes) {
		return fmt.Errorf("the names of UserData are longer than %d bytes", maxNameBytes)
	}
	w.rendering.reset()
	if e.Message != "" {
		if err := w.rendering.string(e.Message); err != nil {
			return err
		}
	}
	return w.encodeSystem(e)
}

// maxNameBytes bounds names; readers refuse very long ones.
const maxNameBytes = 1000

func (w *Writer) encodeSystem(e *Event) error {
	s := &w.sys
	s.reset()
	s.uint(TypeUInt8, uint64(e.Level))
	s.uint(TypeUInt8, uint64(e.Opcode))
	s.uint(TypeUInt16, uint64(e.Task))
	if e.EventID > 0xffff {
		s.uint(TypeUInt32, uint64(e.EventID))
	} else {
		s.uint(TypeUInt16, uint64(e.EventID))
	}
	s.null() // Qualifiers
	s.uint(TypeHexInt64, e.Keywords)
	if err := s.optional(Filetime("Time", e.Time), e.Time.IsZero()); err != nil {
		return err
	}
	s.null() // ActivityID
	s.uint(TypeUInt32, uint64(e.ProcessID))
	s.uint(TypeUInt32, uint64(e.ThreadID))
	if e.RecordID == 0 {
		s.null()
	} else {
		s.uint(TypeUInt64, e.RecordID)
	}
	s.uint(TypeUInt8, uint64(e.Version))
	if err := s.optional(SID("UserSID", e.UserSID), e.UserSID == ""); err != nil {
		return err
	}
	s.null() // RelatedActivityID
	if err := s.string(e.Provider); err != nil {
		return err
	}
	if err := s.optional(GUID("ProviderGUID", e.ProviderGUID), e.ProviderGUID == ""); err != nil {
		return err
	}
	if err := s.string(e.Channel); err != nil {
		return err
	}
	return s.string(e.Computer)
}

// optional appends v, or null if it is absent.
func (v *values) optional(val Value, absent bool) error {
	if absent {
		v.null()
		return nil
	}
	return v.add(&val)
}

// append writes the encoded event as a record into the chunk; false if it does not fit.
func (w *Writer) append(e *Event, stamp uint64) bool {
	c := w.c
	c.begin()
	start := len(c.buf)
	c.buf = append(c.buf, 0x2a, 0x2a, 0, 0, 0, 0, 0, 0)
	c.buf = le.AppendUint64(c.buf, w.next)
	c.buf = le.AppendUint64(c.buf, stamp)
	c.instance(append(w.key[:0], 'S'), (*builder).system)
	// The two fragments follow the other values, whose sizes are known.
	c.buf = le.AppendUint32(c.buf, subRendering+1)
	c.buf = append(c.buf, w.sys.descs...)
	sizes := len(c.buf)
	c.buf = append(c.buf, 0, 0, byte(typeBinXML), 0, 0, 0, 0, 0)
	c.buf = append(c.buf, w.sys.data...)
	at := len(c.buf)
	w.appendBody(e)
	body := len(c.buf) - at
	at = len(c.buf)
	if e.Message != "" {
		c.instance(append(w.key[:0], 'R'), (*builder).rendering)
		c.values(&w.rendering)
		c.buf = append(c.buf, tokEOF)
		c.buf[sizes+6] = byte(typeBinXML)
	}
	rendering := len(c.buf) - at
	c.buf = append(c.buf, tokEOF)
	for (len(c.buf)-start+4)%8 != 0 {
		c.buf = append(c.buf, 0)
	}
	size := len(c.buf) - start + 4
	c.buf = le.AppendUint32(c.buf, uint32(size))
	if len(c.buf) > chunkSize {
		c.undo()
		return false
	}
	le.PutUint16(c.buf[sizes:], uint16(body))
	le.PutUint16(c.buf[sizes+4:], uint16(rendering))
	le.PutUint32(c.buf[start+4:], uint32(size))
	if c.records == 0 {
		c.first = w.next
	}
	c.last, c.lastRecord = w.next, start
	c.records++
	w.next++
	return true
}

// appendBody writes the fragment of EventData or UserData.
func (w *Writer) appendBody(e *Event) {
	key := append(w.key[:0], 'D')
	if e.UserData != nil {
		key = append(key[:0], 'U')
		key = append(append(key, e.UserData.Element...), 0)
		key = append(append(key, e.UserData.Namespace...), 0)
	}
	for i := range w.data {
		key = append(append(key, byte(w.data[i].typ)), w.data[i].Name...)
		key = append(key, 0)
	}
	w.key = key
	w.c.instance(key, func(b *builder) {
		if e.UserData != nil {
			b.userData(e.UserData, w.data)
		} else {
			b.eventData(w.data)
		}
	})
	w.c.values(&w.body)
	w.c.buf = append(w.c.buf, tokEOF)
}

func (w *Writer) flush() error {
	if _, err := w.w.Write(w.c.finish()); err != nil {
		w.err = fmt.Errorf("writing a chunk: %w", err)
		return w.err
	}
	w.chunks++
	w.c.reset()
	return nil
}

// Close writes what is left and the file header. It does not close the underlying file.
func (w *Writer) Close() error {
	if w.err != nil || w.closed {
		return w.err
	}
	w.closed = true
	// A file has at least one chunk.
	if w.c.records > 0 || w.chunks == 0 {
		if w.c.records == 0 {
			w.c.first, w.c.last = w.next, w.next-1
		}
		if err := w.flush(); err != nil {
			return err
		}
	}
	zero := make([]byte, chunkSize)
	for range w.opts.SpareChunks {
		if _, err := w.w.Write(zero); err != nil {
			return fmt.Errorf("writing a spare chunk: %w", err)
		}
	}
	if _, err := w.w.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("returning to the file header: %w", err)
	}
	if _, err := w.w.Write(w.header()); err != nil {
		return fmt.Errorf("writing the file header: %w", err)
	}
	_, err := w.w.Seek(0, io.SeekEnd)
	return err
}

func (w *Writer) header() []byte {
	h := make([]byte, 128)
	copy(h, "ElfFile\x00")
	le.PutUint64(h[0x10:], uint64(w.chunks-1))
	le.PutUint64(h[0x18:], w.next)
	le.PutUint32(h[0x20:], 128)
	le.PutUint16(h[0x24:], 1)
	le.PutUint16(h[0x26:], 3)
	le.PutUint16(h[0x28:], fileHeaderBlock)
	le.PutUint16(h[0x2a:], uint16(w.chunks)) // the format has 16 bits for it
	if w.opts.Dirty {
		le.PutUint32(h[0x78:], 1)
	}
	le.PutUint32(h[0x7c:], crc32.ChecksumIEEE(h[:0x78]))
	return h
}
