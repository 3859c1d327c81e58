package evtxwriter

import (
	"hash/crc32"
)

const (
	chunkSize       = 1 << 16
	chunkHeaderSize = 0x200
	stringTable     = 0x80
	stringBuckets   = 64
	templateTable   = 0x180
	templateBuckets = 32
)

// chunk is a chunk under construction. buf may grow beyond chunkSize while a
// record is being built; the Writer then takes the record back.
type chunk struct {
	buf []byte
	// names and templates hold what the chunk has, and where.
	names     map[string]uint32
	templates map[string]uint32
	// tables is the state of the string and template tables before the record.
	tables [chunkHeaderSize - stringTable]byte
	mark   int

	lastRecord  int
	first, last uint64
	records     int
}

func newChunk() *chunk {
	c := &chunk{buf: make([]byte, chunkHeaderSize, chunkSize+4096), names: map[string]uint32{}, templates: map[string]uint32{}}
	c.reset()
	return c
}

// reset empties the chunk.
func (c *chunk) reset() {
	c.buf = c.buf[:chunkHeaderSize]
	clear(c.buf)
	clear(c.names)
	clear(c.templates)
	c.lastRecord, c.records = 0, 0
}

// begin remembers the state to which undo returns.
func (c *chunk) begin() {
	copy(c.tables[:], c.buf[stringTable:chunkHeaderSize])
	c.mark = len(c.buf)
}

// undo takes back what was appended since begin. The names and templates that it
// brought stay in the maps, so the chunk must be finished and reset after it.
func (c *chunk) undo() {
	c.buf = c.buf[:c.mark]
	copy(c.buf[stringTable:], c.tables[:])
}

// name writes a reference to a name, and the name itself if the chunk has it not yet.
func (c *chunk) name(s string) {
	if at, ok := c.names[s]; ok {
		c.buf = le.AppendUint32(c.buf, at)
		return
	}
	at := len(c.buf) + 4
	c.names[s] = uint32(at)
	c.buf = le.AppendUint32(c.buf, uint32(at))
	c.buf = append(c.buf, 0, 0, 0, 0, 0, 0, 0, 0)
	c.buf = appendUTF16(c.buf, s)
	hash := uint32(0)
	for i := at + 8; i < len(c.buf); i += 2 {
		hash = hash*65599 + uint32(le.Uint16(c.buf[i:]))
	}
	bucket := stringTable + 4*int(uint16(hash)%stringBuckets)
	copy(c.buf[at:], c.buf[bucket:bucket+4])
	le.PutUint32(c.buf[bucket:], uint32(at))
	le.PutUint16(c.buf[at+4:], uint16(hash))
	le.PutUint16(c.buf[at+6:], uint16((len(c.buf)-at-8)/2))
	c.buf = append(c.buf, 0, 0)
}

// instance begins a fragment with an instance of the template named key; build
// writes the definition if the chunk has none yet.
func (c *chunk) instance(key []byte, build func(*builder)) {
	c.buf = append(c.buf, tokFragment, 1, 1, 0, tokTemplate, 1)
	if at, ok := c.templates[string(key)]; ok {
		c.buf = append(c.buf, c.buf[at+4:at+8]...)
		c.buf = le.AppendUint32(c.buf, at)
		return
	}
	guid := templateGUID(key)
	c.buf = append(c.buf, guid[:4]...)
	at := len(c.buf) + 4
	c.templates[string(key)] = uint32(at)
	c.buf = le.AppendUint32(c.buf, uint32(at))
	bucket := templateTable + 4*int(le.Uint32(guid[:])%templateBuckets)
	c.buf = append(c.buf, c.buf[bucket:bucket+4]...)
	le.PutUint32(c.buf[bucket:], uint32(at))
	c.buf = append(c.buf, guid[:]...)
	c.buf = append(c.buf, 0, 0, 0, 0, tokFragment, 1, 1, 0)
	build(&builder{c: c})
	c.buf = append(c.buf, tokEOF)
	le.PutUint32(c.buf[at+20:], uint32(len(c.buf)-at-24))
}

// values writes the values of the instance begun before, and ends its fragment.
func (c *chunk) values(v *values) {
	c.buf = le.AppendUint32(c.buf, uint32(v.count))
	c.buf = append(c.buf, v.descs...)
	c.buf = append(c.buf, v.data...)
}

// finish completes the header and returns the chunk's 64 KiB, valid until the next use.
func (c *chunk) finish() []byte {
	free := len(c.buf)
	c.buf = c.buf[:chunkSize]
	clear(c.buf[free:])
	h := c.buf
	copy(h, "ElfChnk\x00")
	le.PutUint64(h[0x08:], c.first)
	le.PutUint64(h[0x10:], c.last)
	le.PutUint64(h[0x18:], c.first)
	le.PutUint64(h[0x20:], c.last)
	le.PutUint32(h[0x28:], 128)
	le.PutUint32(h[0x2c:], uint32(c.lastRecord))
	le.PutUint32(h[0x30:], uint32(free))
	le.PutUint32(h[0x34:], crc32.ChecksumIEEE(h[chunkHeaderSize:free]))
	le.PutUint32(h[0x78:], 1) // as in files that Windows has closed
	header := crc32.Update(crc32.ChecksumIEEE(h[:0x78]), crc32.IEEETable, h[0x80:chunkHeaderSize])
	le.PutUint32(h[0x7c:], header)
	return h
}
