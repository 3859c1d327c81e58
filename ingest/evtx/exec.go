package evtx

import (
	"strconv"
	"time"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// exec runs a template on the values of an instance.
func (d *decoder) exec(t *template, vals []value, depth int, data bool) error {
	if t.repaired {
		d.head.rec.Repaired = true
	}
	if data {
		return d.execBody(t, vals, depth)
	}
	return d.execHeader(t, vals, depth)
}

func (d *decoder) execHeader(t *template, vals []value, depth int) error {
	d.stepsLeft -= 1 + len(t.header)
	if d.stepsLeft <= 0 {
		return errWork
	}
	for i := range t.header {
		o := &t.header[i]
		if !d.head.have[o.slot] {
			if err := d.fill(o, vals); err != nil {
				return err
			}
		}
	}
	for i := range t.nested {
		if d.head.have[slotEventID] {
			return nil
		}
		o := &t.nested[i]
		if v, ok := pick(vals, o.value[0].sub); ok && v.typ == typeBinXML {
			if err := d.walk(int(v.off), int(v.off+v.size), o.at, depth+1, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill sets one member of the record's header.
func (d *decoder) fill(o *headerOp, vals []value) error {
	h := &d.head
	switch o.slot {
	case slotTime:
		c, ok := d.clock(o.value, vals)
		if ok {
			h.rec.Time, h.have[slotTime] = c, true
		}
		return nil
	case slotEventID, slotVersion, slotRecordID:
		n, ok := d.number(o.value, vals)
		if !ok {
			return nil
		}
		h.have[o.slot] = true
		switch o.slot {
		case slotEventID:
			if n > 0xffffffff {
				return errNoEventID
			}
			h.rec.EventID = uint32(n)
		case slotVersion:
			h.rec.Version = uint8(n)
		default:
			h.rec.RecordID = n
		}
		return nil
	}
	s := d.recurring(o.value, vals)
	if s == "" {
		return nil
	}
	h.have[o.slot] = true
	switch o.slot {
	case slotProvider:
		h.rec.Provider = s
	case slotSource:
		h.source = s
	case slotChannel:
		h.rec.Channel = s
	case slotComputer:
		h.rec.Computer = s
	}
	return nil
}

// pick returns the value sub; ok is false when it is null or the instance has none.
func pick(vals []value, sub int32) (v value, ok bool) {
	if int(sub) >= len(vals) {
		return value{}, false
	}
	v = vals[sub]
	return v, v.typ != typeNull
}

// raw returns a value's bytes. Long values count as work: a template may ask for
// the same one again and again.
func (d *decoder) raw(v value) []byte {
	d.stepsLeft -= int(v.size >> 6)
	return d.chunk[v.off : v.off+v.size]
}

// number evaluates an expression that should be an unsigned number.
func (d *decoder) number(e expr, vals []value) (uint64, bool) {
	if len(e) == 1 && e[0].sub >= 0 {
		v, ok := pick(vals, e[0].sub)
		if !ok {
			return 0, false
		}
		if n, ok := unsigned(v.typ, d.raw(v)); ok {
			return n, true
		}
	}
	n, err := strconv.ParseUint(d.plain(e, vals), 10, 64)
	return n, err == nil
}

// clock evaluates the time of an event.
func (d *decoder) clock(e expr, vals []value) (winevent.Clock, bool) {
	if len(e) == 1 && e[0].sub >= 0 {
		v, ok := pick(vals, e[0].sub)
		if !ok {
			return winevent.Clock{}, false
		}
		raw := d.raw(v)
		switch {
		case v.typ == typeFiletime && len(raw) == 8:
			t, ok := filetime(le64(raw))
			return winevent.Clock{Wall: t, Digits: 7, Zone: winevent.ZoneUTC}, ok && le64(raw) != 0
		case v.typ == typeSystemtime && len(raw) == 16:
			t, ok := systemtime(raw)
			return winevent.Clock{Wall: t, Digits: 3, Zone: winevent.ZoneUTC}, ok
		}
	}
	return parseClock(d.plain(e, vals))
}

// parseClock reads a time that stands as text.
func parseClock(s string) (winevent.Clock, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	zone := winevent.ZoneUTC
	if err != nil {
		if t, err = time.Parse("2006-01-02T15:04:05.999999999", s); err != nil {
			return winevent.Clock{}, false
		}
		zone = winevent.ZoneNone
	}
	digits := 0
	for i := len("2006-01-02T15:04:05."); i < len(s) && s[i] >= '0' && s[i] <= '9' && s[i-1] != '+' && s[i-1] != '-'; i++ {
		if s[len("2006-01-02T15:04:05")] != '.' {
			break
		}
		digits++
	}
	return winevent.Clock{Wall: t.UTC().Truncate(100), Digits: uint8(min(digits, 9)), Zone: zone}, true
}

// plain evaluates an expression of the header to a string of its own.
func (d *decoder) plain(e expr, vals []value) string {
	if s, ok := e.literal(); ok {
		return s
	}
	var out []byte
	for _, p := range e {
		if p.sub < 0 {
			out = append(out, p.lit...)
		} else if v, ok := pick(vals, p.sub); ok {
			var bad bool
			out, bad = appendValue(out, v.typ, d.raw(v))
			d.head.rec.Repaired = d.head.rec.Repaired || bad
		}
		if len(out) > 4*chunkSize {
			break
		}
	}
	return string(out)
}

// maxNames bounds the table of recurring texts.
const maxNames = 4096

// recurring evaluates a text of which a log has few different ones.
func (d *decoder) recurring(e expr, vals []value) string {
	if len(e) != 1 || e[0].sub < 0 {
		return d.plain(e, vals)
	}
	v, ok := pick(vals, e[0].sub)
	if !ok {
		return ""
	}
	if v.typ != typeString {
		return d.plain(e, vals)
	}
	raw := d.raw(v)
	if s, ok := d.names[string(raw)]; ok {
		return s
	}
	out, bad := appendUTF16(nil, raw)
	s := string(out)
	if bad {
		d.head.rec.Repaired = true
		return s // not kept: the next one must be told as repaired, too
	}
	if len(raw) <= 2*maxName {
		if len(d.names) >= maxNames {
			clear(d.names)
		}
		d.names[string(raw)] = s
	}
	return s
}

func (d *decoder) execBody(t *template, vals []value, depth int) error {
	for i := range t.body {
		o := &t.body[i]
		d.stepsLeft -= 1 + len(o.value)
		if d.stepsLeft <= 0 {
			return errWork
		}
		if o.dep >= 0 {
			if _, ok := pick(vals, o.dep); !ok {
				continue
			}
		}
		if err := d.run(o, vals, depth); err != nil {
			return err
		}
		if len(d.text)+fieldCost*len(d.cuts) > d.body.limit {
			return d.tooMuch()
		}
	}
	return nil
}

func (d *decoder) tooMuch() error {
	if d.outLeft < maxRecordOut {
		return errWork
	}
	return errExpands
}

func (d *decoder) run(o *op, vals []value, depth int) error {
	switch o.kind {
	case opSection:
		if d.body.section == "" {
			d.body.section = o.name
		}
		return nil
	case opMessage:
		c, err := d.compose(o.value, vals)
		if err == nil && !d.body.hasMsg {
			d.body.message, d.body.hasMsg = c, true
		}
		return err
	case opNested:
		return d.nested(o, vals, depth)
	case opAttribute:
		if len(o.value) == 1 && o.value[0].sub >= 0 {
			if _, ok := pick(vals, o.value[0].sub); !ok {
				return nil
			}
		}
	}
	return d.field(o, vals, depth)
}

// nested runs a value that stands where elements are expected.
func (d *decoder) nested(o *op, vals []value, depth int) error {
	v, ok := pick(vals, o.value[0].sub)
	if !ok {
		return nil
	}
	if v.typ == typeBinXML {
		return d.walk(int(v.off), int(v.off+v.size), o.at, depth+1, true)
	}
	if o.at != inEventData && o.at != inUserData {
		return nil
	}
	return d.items("", v)
}

// field yields the field of an element: one, or one for each item of an array,
// since Windows repeats the element.
func (d *decoder) field(o *op, vals []value, depth int) error {
	name := o.name
	if o.label != nil {
		name = d.recurring(o.label, vals)
		d.body.limit -= len(name)
	}
	if len(o.value) == 1 && o.value[0].sub >= 0 {
		v, ok := pick(vals, o.value[0].sub)
		if !ok {
			d.cuts = append(d.cuts, cut{name: name})
			return nil
		}
		if v.typ == typeBinXML {
			return d.inner(o, name, v, depth)
		}
		return d.items(name, v)
	}
	c, err := d.compose(o.value, vals)
	c.name = name
	d.cuts = append(d.cuts, c)
	return err
}

// inner runs a datum that holds elements; if it yields nothing it is an empty field.
func (d *decoder) inner(o *op, name string, v value, depth int) error {
	before := len(d.cuts)
	if err := d.walk(int(v.off), int(v.off+v.size), inUserData, depth+1, true); err != nil {
		return err
	}
	if len(d.cuts) == before {
		d.cuts = append(d.cuts, cut{name: name})
	}
	return nil
}

// items yields a value, or each item of an array, as fields named name.
func (d *decoder) items(name string, v value) error {
	raw := d.raw(v)
	if v.typ&typeArray == 0 {
		lo := len(d.text)
		var bad bool
		d.text, bad = appendValue(d.text, v.typ, raw)
		d.head.rec.Repaired = d.head.rec.Repaired || bad
		d.cuts = append(d.cuts, cut{name: name, lo: lo, hi: len(d.text)})
		return nil
	}
	first := len(d.cuts)
	for len(raw) > 0 {
		var item []byte
		item, raw = nextItem(v.typ, raw)
		lo := len(d.text)
		var bad bool
		d.text, bad = appendValue(d.text, v.typ&^typeArray, item)
		d.head.rec.Repaired = d.head.rec.Repaired || bad
		d.cuts = append(d.cuts, cut{name: name, lo: lo, hi: len(d.text)})
		if len(d.text)+fieldCost*len(d.cuts) > d.body.limit {
			return d.tooMuch()
		}
	}
	if len(d.cuts) == first {
		d.cuts = append(d.cuts, cut{name: name})
	}
	return nil
}

// compose evaluates a text of several parts.
func (d *decoder) compose(e expr, vals []value) (cut, error) {
	if s, ok := e.literal(); ok {
		return cut{lit: s}, nil
	}
	lo := len(d.text)
	for _, p := range e {
		if p.sub < 0 {
			d.text = append(d.text, p.lit...)
		} else if v, ok := pick(vals, p.sub); ok {
			var bad bool
			d.text, bad = appendJoined(d.text, v.typ, d.raw(v))
			d.head.rec.Repaired = d.head.rec.Repaired || bad
		}
		if len(d.text) > d.body.limit {
			return cut{}, d.tooMuch()
		}
	}
	return cut{lo: lo, hi: len(d.text)}, nil
}
