package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
)

// codecVersion begins each encoded observation, so that a later encoding can be told apart.
const codecVersion = 1

// errCodec is wrapped by a store with the place of the broken row.
var errCodec = errors.New("an observation in the store cannot be decoded")

// EncodeObservation returns the observation in two parts that a store keeps:
// content is what the record says, delivery is how it came here (Received and
// Shipped). File is in neither: a store keeps it beside them.
func EncodeObservation(o *Observation) (content, delivery []byte) {
	content = make([]byte, 0, 64+16*len(o.Values))
	content = append(content, codecVersion, byte(o.Event))
	content = binary.AppendUvarint(content, uint64(o.EventID))
	content = appendText(content, o.Log)
	content = appendText(content, o.Computer)
	content = binary.AppendUvarint(content, o.RecordID)
	content = appendStamp(content, o.Time)
	content = appendStamp(content, o.UtcTime)
	content = binary.AppendUvarint(content, uint64(len(o.Values)))
	for i := range o.Values {
		content = append(content, byte(o.Values[i].Field))
		content = appendText(content, o.Values[i].Text)
	}
	content = binary.AppendUvarint(content, uint64(len(o.Flaws)))
	for _, f := range o.Flaws {
		content = append(content, byte(f))
	}
	if o.Received.Zone != ZoneAbsent || o.Shipped.Zone != ZoneAbsent {
		delivery = appendStamp(appendStamp(nil, o.Received), o.Shipped)
	}
	return content, delivery
}

// DecodeObservation reads what EncodeObservation returned. Strings are copies.
func DecodeObservation(content, delivery []byte) (Observation, error) {
	d := decoder{rest: content}
	var o Observation
	if d.byte() != codecVersion {
		return o, errCodec
	}
	o.Event = EventClass(d.byte())
	o.EventID = uint32(d.uvarint())
	o.Log = d.text()
	o.Computer = d.text()
	o.RecordID = d.uvarint()
	o.Time = d.stamp()
	o.UtcTime = d.stamp()
	if n := d.uvarint(); n <= 255 {
		o.Values = make([]Value, 0, n)
		for range n {
			o.Values = append(o.Values, Value{Field: Field(d.byte()), Text: d.text()})
		}
	} else {
		return o, errCodec
	}
	for range d.uvarint() {
		if d.bad {
			break
		}
		o.Flaws = append(o.Flaws, Flaw(d.byte()))
	}
	if len(delivery) > 0 {
		e := decoder{rest: delivery}
		o.Received, o.Shipped = e.stamp(), e.stamp()
		d.bad = d.bad || e.bad
	}
	if d.bad {
		return o, errCodec
	}
	return o, nil
}

// ObservationID identifies what a record says: equal IDs mean the same record,
// whatever way and however often it was delivered. Computer counts without case.
func ObservationID(o *Observation) [16]byte {
	c := *o
	c.Computer = strings.ToLower(o.Computer)
	content, _ := EncodeObservation(&c)
	sum := sha256.Sum256(content)
	return [16]byte(sum[:16])
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendStamp(b []byte, s Stamp) []byte {
	b = append(b, byte(s.Zone))
	if s.Zone == ZoneAbsent {
		return b
	}
	return append(binary.AppendVarint(b, s.Ticks), s.Digits)
}

// decoder reads primitives; after the first error every read gives zero values.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) byte() byte {
	if len(d.rest) == 0 {
		d.bad = true
		return 0
	}
	b := d.rest[0]
	d.rest = d.rest[1:]
	return b
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) text() string {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.bad, d.rest = true, nil
		return ""
	}
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) stamp() Stamp {
	zone := Zone(d.byte())
	if zone == ZoneAbsent {
		return Stamp{}
	}
	ticks := d.varint()
	return Stamp{Time: Time{Ticks: ticks, Digits: d.byte()}, Zone: zone}
}
