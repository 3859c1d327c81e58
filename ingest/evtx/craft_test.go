package evtx_test

import (
	"encoding/binary"
	"hash/crc32"
	"testing"
	"unicode/utf16"

	"github.com/procgraph/procgraph/internal/evtxwriter"
)

var le = binary.LittleEndian

const chunkAt, chunkLen = 4096, 65536

// seal makes the checksums of all chunks of a file right.
func seal(file []byte) []byte {
	for at := chunkAt; at+chunkLen <= len(file); at += chunkLen {
		c := file[at : at+chunkLen]
		if string(c[:8]) != "ElfChnk\x00" {
			continue
		}
		if free := le.Uint32(c[0x30:]); free >= 0x200 && free <= chunkLen {
			le.PutUint32(c[0x34:], crc32.ChecksumIEEE(c[0x200:free]))
		}
		le.PutUint32(c[0x7c:], crc32.Update(crc32.ChecksumIEEE(c[:0x78]), crc32.IEEETable, c[0x80:0x200]))
	}
	return file
}

// craft makes a file of one chunk with one record for each payload, the record's
// binary XML; a payload is told its offset in the chunk.
func craft(t testing.TB, payloads ...func(at int) []byte) []byte {
	t.Helper()
	file := write(t, evtxwriter.Options{})
	c := file[chunkAt:]
	p := 0x200
	for i, payload := range payloads {
		b := payload(p + 24)
		size := 24 + len(b) + 4
		if p+size > chunkLen {
			t.Fatal("the crafted records do not fit into a chunk")
		}
		copy(c[p:], "\x2a\x2a\x00\x00")
		le.PutUint32(c[p+4:], uint32(size))
		le.PutUint64(c[p+8:], uint64(i+1))
		copy(c[p+24:], b)
		le.PutUint32(c[p+size-4:], uint32(size))
		p += size
	}
	le.PutUint32(c[0x30:], uint32(p))
	return seal(file)
}

// bx writes binary XML by hand: at is the offset of b's first byte in the chunk.
type bx struct {
	b   []byte
	at  int
	dep bool
}

func (x *bx) raw(b ...byte) *bx { x.b = append(x.b, b...); return x }

func (x *bx) u32(n int) *bx { x.b = le.AppendUint32(x.b, uint32(n)); return x }

func (x *bx) chars(s string) *bx {
	for _, c := range utf16.Encode([]rune(s)) {
		x.b = le.AppendUint16(x.b, c)
	}
	return x
}

func (x *bx) counted(s string) *bx {
	x.b = le.AppendUint16(x.b, uint16(len(utf16.Encode([]rune(s)))))
	return x.chars(s)
}

func (x *bx) name(s string) *bx {
	x.u32(x.at+len(x.b)+4).raw(0, 0, 0, 0, 0, 0)
	return x.counted(s).raw(0, 0)
}

// start opens an element without attributes.
func (x *bx) start(name string) *bx {
	x.raw(1)
	if x.dep {
		x.raw(0xff, 0xff)
	}
	return x.u32(0).name(name).raw(2)
}

// startNamed opens an element with a Name attribute.
func (x *bx) startNamed(element, name string) *bx {
	x.raw(0x41)
	if x.dep {
		x.raw(0xff, 0xff)
	}
	return x.u32(0).name(element).u32(0).raw(0x06).name("Name").text(name).raw(2)
}

func (x *bx) text(s string) *bx { return x.raw(5, 1).counted(s) }

func (x *bx) end() *bx { return x.raw(4) }

func (x *bx) sub(n int, typ byte) *bx { return x.raw(0x0e, byte(n), byte(n>>8), typ) }

// header writes <Event><System><EventID>id</EventID></System>, leaving Event open.
func (x *bx) header(id string) *bx {
	return x.start("Event").start("System").start("EventID").text(id).end().end()
}

// val is a value of a crafted template instance.
type val struct {
	typ byte
	b   []byte
}

// instance is a fragment with a template instance: the definition's elements are
// written by def, the values given. lie, if not 0, is written as the count of values.
func (x *bx) instance(def func(*bx), lie int, vals ...val) *bx {
	x.raw(0x0f, 1, 1, 0, 0x0c, 1).u32(7)
	x.u32(x.at + len(x.b) + 4).raw(make([]byte, 20)...)
	size := len(x.b)
	x.u32(0).raw(0x0f, 1, 1, 0)
	d := &bx{at: x.at + len(x.b), dep: true}
	def(d)
	x.raw(d.b...).raw(0)
	le.PutUint32(x.b[size:], uint32(len(x.b)-size-4))
	n := len(vals)
	if lie != 0 {
		n = lie
	}
	x.u32(n)
	for _, v := range vals {
		x.raw(byte(len(v.b)), byte(len(v.b)>>8), v.typ, 0)
	}
	for _, v := range vals {
		x.raw(v.b...)
	}
	return x.raw(0)
}

// payload makes a record's payload for craft.
func payload(f func(x *bx)) func(at int) []byte {
	return func(at int) []byte {
		x := &bx{at: at}
		f(x)
		return x.b
	}
}
