package jsonl

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml"
	"github.com/procgraph/procgraph/ingest/xml/eventtime"
)

// shape is one tool's way of writing an event.
type shape struct {
	// name becomes Record.Shape.
	name string
	// match says whether an object is of this shape, by its members.
	match func(*object) bool
	// header fills the record but for its data. An error refuses the value.
	header func(*event) error
	// data fills fields, section and message. An error refuses the value.
	data func(*event) error
}

// shapes in the order they are tried: those with a member that no other has first.
var shapes = []*shape{
	&shapeWinlogbeat, &shapeWinlogbeat6, &shapeEvtxDump, &shapeVelociraptor, &shapeWazuh, &shapeEvtxECmd,
	&shapeSentinelSecurity, &shapeSentinelWindows, &shapeSentinelEvent,
	&shapeVelociraptorRows, &shapeNXLog, &shapeDataAndColumns, &shapePowerShell,
}

func recognise(o *object) *shape {
	for _, s := range shapes {
		if s.match(o) {
			return s
		}
	}
	return nil
}

var errNoEventID = errors.New("the event has no event id that is a number")

// event is a value that is being read in its shape.
type event struct {
	parser *parser
	obj    *object
	rec    *winevent.Record
}

// setID takes the event id.
func (e *event) setID(text []byte) error {
	id, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 32)
	if err != nil {
		return errNoEventID
	}
	e.rec.EventID = uint32(id)
	return nil
}

// setRecordID takes the record number, if it is one.
func (e *event) setRecordID(text []byte) {
	if n, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 64); err == nil {
		e.rec.RecordID = n
	}
}

// setVersion takes the schema version. It says whether text was one: an
// event's own data may have a Version too.
func (e *event) setVersion(text []byte) bool {
	n, err := strconv.ParseUint(string(text), 10, 8)
	if err == nil {
		e.rec.Version = uint8(n)
	}
	return err == nil
}

// setSource takes provider, channel and computer.
func (e *event) setSource(provider, channel, computer []byte) {
	e.rec.Provider = e.parser.names.of(provider)
	e.rec.Channel = e.parser.names.of(channel)
	e.rec.Computer = e.parser.names.of(computer)
}

// message takes the rendered text.
func (e *event) message(text []byte) { e.rec.Message = string(text) }

// clock reads a time as written: a text or an epoch number. What cannot be
// read is absent.
func clock(text []byte) winevent.Clock {
	if len(text) == 0 {
		return winevent.Clock{}
	}
	s := string(text)
	if c, ok := eventtime.Parse(s); ok {
		return c
	}
	c, _ := eventtime.Epoch(s)
	return c
}

// utcClock is clock for members that are UTC by definition, said or not.
func utcClock(text []byte) winevent.Clock {
	c := clock(text)
	if c.Zone == winevent.ZoneNone {
		c.Zone = winevent.ZoneUTC
	}
	return c
}

// falseZClock is clock for the exporters that write 'Z' after a local time.
func falseZClock(text []byte) winevent.Clock {
	c := clock(text)
	if n := len(text); c.Zone == winevent.ZoneUTC && (text[n-1] == 'Z' || text[n-1] == 'z') {
		c.Zone = winevent.ZoneDoubtful
	}
	return c
}

// columns adds every member at the top of the object that is not in header as
// a field. extra may claim further members for the header; it may be nil.
func (e *event) columns(header map[string]bool, extra func(*event, *member) bool) {
	for i := range e.obj.members {
		m := &e.obj.members[i]
		if header[string(m.name)] || (extra != nil && extra(e, m)) {
			continue
		}
		e.parser.fill.add(e.parser.names.of(m.name), m.value)
	}
}

// set makes a header set.
func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

const forwardedEvents = "ForwardedEvents"

// originChannel replaces the channel of Windows event forwarding, which is a
// transport, by the provider's own channel where the provider has only one.
func originChannel(channel, provider string) string {
	if strings.EqualFold(channel, forwardedEvents) {
		if own, ok := xml.OnlyChannel(provider); ok {
			return own
		}
	}
	return channel
}

// notForwarded returns the first text that is there and is not the transport's
// channel, or else the first that is there.
func notForwarded(channels ...[]byte) []byte {
	var transport []byte
	for _, c := range channels {
		if len(c) > 0 && !strings.EqualFold(string(c), forwardedEvents) {
			return c
		}
		if transport == nil && len(c) > 0 {
			transport = c
		}
	}
	return transport
}

// get follows names into v; nil when one is missing or the value is null.
func get(v *fastjson.Value, names ...string) *fastjson.Value {
	if v == nil {
		return nil
	}
	found := v.Get(names...)
	if found == nil || found.Type() == fastjson.TypeNull {
		return nil
	}
	return found
}

// getText is get for a scalar's text.
func getText(v *fastjson.Value, names ...string) []byte {
	if found := get(v, names...); found != nil {
		return scalarText(found)
	}
	return nil
}
