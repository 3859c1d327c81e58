package evtx

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// Bounds of what an input may make the decoder do.
const (
	// maxNesting is how deep values may hold further elements.
	maxNesting = 8
	// maxValues is how many values a template instance may have.
	maxValues = 4096
	// maxRecordOut and maxChunkOut bound the bytes that a record, or all records of
	// a chunk, expand to (a template may repeat a long value without end).
	maxRecordOut = 4 << 20
	maxChunkOut  = 16 << 20
	// maxChunkSteps bounds the work on a chunk: one step is about one field.
	maxChunkSteps = 4 << 20
	// maxChunkDefinitions bounds the bytes of definitions read and written in
	// normal form for a chunk.
	maxChunkDefinitions = 4 << 20
	// fieldCost is what a field is reckoned at beyond its text.
	fieldCost = 48
	// maxCached bounds the template cache of a decoder, in bytes of normal form.
	maxCached = 8 << 20
)

var (
	errValues      = errors.New("the record has too many values")
	errValueBounds = errors.New("a value lies outside its record")
	errRecordCut   = errors.New("the record ends within its template instance")
	errNesting     = errors.New("values are nested too deeply")
	errExpands     = errors.New("the record expands to too much data")
	errWork        = errors.New("the records of this chunk expand to too much data")
	errNoEvent     = errors.New("the record holds no event")
	errNoEventID   = errors.New("the record has no event id")
)

// value is one value of a template instance: its type and its place in the chunk.
type value struct {
	off, size int32
	typ       uint8
}

// defKey names a definition of the current chunk at a place.
type defKey struct {
	off uint32
	at  where
}

type defEntry struct {
	t   *template
	err error
}

// cut is one field under construction: its text is lit, or text[lo:hi] of the decoder.
type cut struct {
	name   string
	lit    string
	lo, hi int
}

// decoder decodes chunks one after the other; it belongs to one goroutine.
type decoder struct {
	want  winevent.Want
	chunk []byte
	norm  normaliser
	key   []byte

	// cache holds compiled templates by place and normal form, over all chunks.
	cache  map[string]*template
	cached int
	// defs holds the definitions met in the current chunk.
	defs map[defKey]defEntry
	// names holds texts that recur (providers, channels, computers) by their UTF-16 form.
	names map[string]string

	vals [maxNesting + 1][]value
	text []byte
	cuts []cut

	// head is the System part of the record under way.
	head header
	body body

	outLeft, stepsLeft, defsLeft int
}

type header struct {
	rec    winevent.Record
	have   [slotCount]bool
	source string
}

type body struct {
	section string
	message cut
	hasMsg  bool
	// limit is the length of text plus the cost of fields that the record may reach.
	limit int
}

func newDecoder(want winevent.Want) *decoder {
	return &decoder{
		want:  want,
		cache: map[string]*template{},
		defs:  map[defKey]defEntry{},
		names: map[string]string{},
	}
}

// begin makes the decoder ready for a chunk.
func (d *decoder) begin(chunk []byte) {
	d.chunk = chunk
	clear(d.defs)
	d.outLeft, d.stepsLeft, d.defsLeft = maxChunkOut, maxChunkSteps, maxChunkDefinitions
}

// event decodes the event whose binary XML is chunk[lo:hi].
func (d *decoder) event(lo, hi int) (rec *winevent.Record, err error) {
	defer func() {
		if r := recover(); r != nil {
			rec, err = nil, fmt.Errorf("the record could not be decoded (%v)", r)
		}
	}()
	d.head = header{}
	d.head.rec.Shape = "evtx"
	if err := d.walk(lo, hi, atTop, 0, false); err != nil {
		return nil, err
	}
	h := &d.head
	if !h.have[slotEventID] {
		return nil, errNoEventID
	}
	if h.rec.Provider == "" {
		h.rec.Provider = h.source
	}
	if d.want == nil || d.want(h.rec.Provider, h.rec.Channel, h.rec.EventID) != winevent.NeedHeader {
		if err := d.readBody(lo, hi); err != nil {
			return nil, err
		}
	}
	rec = new(winevent.Record)
	*rec = h.rec
	return rec, nil
}

// readBody decodes the data of the record whose header has been read.
func (d *decoder) readBody(lo, hi int) error {
	d.text, d.cuts = d.text[:0], d.cuts[:0]
	d.body = body{limit: min(maxRecordOut, d.outLeft)}
	if err := d.walk(lo, hi, atTop, 0, true); err != nil {
		return err
	}
	d.outLeft -= len(d.text) + fieldCost*len(d.cuts)
	all := string(d.text)
	rec := &d.head.rec
	rec.Fields = make(winevent.Fields, len(d.cuts))
	for i := range d.cuts {
		c := &d.cuts[i]
		v := c.lit
		if c.hi > c.lo {
			v = all[c.lo:c.hi]
		}
		rec.Fields[i] = winevent.Field{Name: c.name, Value: v}
	}
	rec.Section = d.body.section
	if m := &d.body.message; d.body.hasMsg {
		rec.Message = m.lit
		if m.hi > m.lo {
			rec.Message = all[m.lo:m.hi]
		}
	}
	return nil
}

// walk reads the fragments in chunk[lo:hi], which stand at the place at: for the
// System part, or (data) for the event's data.
func (d *decoder) walk(lo, hi int, at where, depth int, data bool) error {
	if depth > maxNesting {
		return errNesting
	}
	if d.stepsLeft -= 1 + (hi-lo)>>6; d.stepsLeft <= 0 {
		return errWork
	}
	p, seen := lo, false
	for p < hi {
		switch d.chunk[p] {
		case tokFragment:
			p += 4
		case tokEOF:
			p = hi
		case tokTemplate:
			t, vals, next, err := d.instance(p, hi, at, depth)
			if err != nil {
				return err
			}
			seen = true
			if err := d.exec(t, vals, depth, data); err != nil {
				return err
			}
			p = next
		case tokElement, tokElement | flagMore:
			t, next, err := d.bare(p, hi, at)
			if err != nil {
				return err
			}
			seen = true
			if err := d.exec(t, nil, depth, data); err != nil {
				return err
			}
			p = next
		default:
			return errToken
		}
	}
	if !seen && depth == 0 {
		return errNoEvent
	}
	return nil
}

// instance reads the template instance at p: its template and its values.
func (d *decoder) instance(p, hi int, at where, depth int) (t *template, vals []value, next int, err error) {
	b := d.chunk
	if p+10 > hi {
		return nil, nil, 0, errRecordCut
	}
	def := binary.LittleEndian.Uint32(b[p+6:])
	p += 10
	if int(def) == p {
		if p+definitionStart > hi {
			return nil, nil, 0, errRecordCut
		}
		size := binary.LittleEndian.Uint32(b[p+20:])
		if size > uint32(hi-p-definitionStart) {
			return nil, nil, 0, errRecordCut
		}
		p += definitionStart + int(size)
	}
	if vals, next, err = d.values(p, hi, depth); err != nil {
		return nil, nil, 0, err
	}
	t, err = d.template(def, at)
	return t, vals, next, err
}

// values reads the count, the descriptions and the places of an instance's values.
func (d *decoder) values(p, hi, depth int) (vals []value, next int, err error) {
	b := d.chunk
	if p+4 > hi {
		return nil, 0, errRecordCut
	}
	count := binary.LittleEndian.Uint32(b[p:])
	p += 4
	if count > maxValues {
		return nil, 0, errValues
	}
	n := int(count)
	d.stepsLeft -= n >> 3
	data := p + 4*n
	if data > hi {
		return nil, 0, errRecordCut
	}
	vals = d.vals[depth][:0]
	for ; n > 0; n-- {
		size := int(binary.LittleEndian.Uint16(b[p:]))
		if data+size > hi {
			return nil, 0, errValueBounds
		}
		vals = append(vals, value{off: int32(data), size: int32(size), typ: b[p+2]})
		data += size
		p += 4
	}
	d.vals[depth] = vals
	return vals, data, nil
}

// template finds the template whose definition stands at off in the chunk.
func (d *decoder) template(off uint32, at where) (*template, error) {
	k := defKey{off, at}
	if e, ok := d.defs[k]; ok {
		return e.t, e.err
	}
	t, err := d.define(off, at)
	if err != nil {
		err = errTemplate(err)
	}
	d.defs[k] = defEntry{t, err}
	return t, err
}

func (d *decoder) define(off uint32, at where) (*template, error) {
	if off < chunkHeaderSize || off > chunkSize-definitionStart {
		return nil, errName
	}
	if d.defsLeft <= 0 {
		return nil, errWork
	}
	_, err := d.normalise(int(off)+definitionStart, len(d.chunk), true)
	if err != nil {
		return nil, err
	}
	d.key = templateKey(d.norm.out, at, d.key)
	if t, ok := d.cache[string(d.key)]; ok && !d.norm.damaged {
		return t, nil
	}
	t, err := parseAndCompile(d.norm.out, at)
	if err != nil {
		return nil, err
	}
	if d.norm.damaged {
		t.repaired = true
		return t, nil // not kept: a sound template may have the same normal form
	}
	if d.cached+len(d.key) > maxCached {
		clear(d.cache)
		d.cached = 0
	}
	d.cache[string(d.key)] = t
	d.cached += len(d.key)
	return t, nil
}

// normalise runs the normaliser and counts its work: what it read and what it wrote.
func (d *decoder) normalise(start, end int, dep bool) (next int, err error) {
	next, err = d.norm.run(d.chunk, start, end, dep)
	d.defsLeft -= next - start + len(d.norm.out)
	return next, err
}

// bare compiles an element that stands in a record without a template. Inside of
// values such elements carry no dependency identifier; some writers put one.
func (d *decoder) bare(p, hi int, at where) (*template, int, error) {
	if d.defsLeft <= 0 {
		return nil, 0, errWork
	}
	next, err := d.normalise(p, hi, false)
	if err != nil {
		var err2 error
		next, err2 = d.normalise(p, hi, true)
		if err2 != nil {
			return nil, 0, err
		}
	}
	t, err := parseAndCompile(d.norm.out, at)
	if err == nil && d.norm.damaged {
		t.repaired = true
	}
	return t, next, err
}

func parseAndCompile(normal []byte, at where) (*template, error) {
	def, err := parseDefinition(normal)
	if err != nil {
		return nil, err
	}
	return compile(def, at)
}
