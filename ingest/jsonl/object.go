package jsonl

import (
	"github.com/valyala/fastjson"
)

type member struct {
	name  []byte // valid until the next value is parsed
	known name
	value *fastjson.Value
}

// object is a JSON object with its known members at hand. A member whose value
// is null counts as absent. Nothing looks at a value before it is needed: to tell
// its type, the parser must undo the escapes of a text.
type object struct {
	slots   [nameCount]*fastjson.Value
	members []member
}

// read takes o's members in order. Of members of one name the first is at hand.
func (o *object) read(from *fastjson.Object) {
	o.slots = [nameCount]*fastjson.Value{}
	o.members = o.members[:0]
	from.Visit(func(key []byte, v *fastjson.Value) {
		n := nameOf(key)
		o.members = append(o.members, member{name: key, known: n, value: v})
		if n != nameOther && o.slots[n] == nil {
			o.slots[n] = v
		}
	})
}

func (o *object) has(n name) bool {
	return o.slots[n] != nil && o.slots[n].Type() != fastjson.TypeNull
}

// is says whether the member is an object.
func (o *object) is(n name) bool {
	return o.slots[n] != nil && o.slots[n].Type() == fastjson.TypeObject
}

func (o *object) isArray(n name) bool {
	return o.slots[n] != nil && o.slots[n].Type() == fastjson.TypeArray
}

// text returns the member's text: a string's, or a number's or bool's literal.
func (o *object) text(n name) []byte {
	if o.slots[n] == nil {
		return nil
	}
	return scalarText(o.slots[n])
}

// other returns the text of a member by its exact name, for names that few shapes have.
func (o *object) other(name string) []byte {
	for i := range o.members {
		if string(o.members[i].name) == name {
			return scalarText(o.members[i].value)
		}
	}
	return nil
}

// first returns the text of the first of the members that has one.
func (o *object) first(names ...name) []byte {
	for _, n := range names {
		if text := o.text(n); len(text) > 0 {
			return text
		}
	}
	return nil
}

// wrapped returns what a wrapper object holds: a list of events (or one), or
// the tables of a Log Analytics answer. Both are nil for an event.
func (o *object) wrapped() (list, tables *fastjson.Value) {
	switch {
	case o.is(nameSourceLower):
		return o.slots[nameSourceLower], nil
	case o.is(nameHits):
		if inner := o.slots[nameHits].Get("hits"); inner != nil && inner.Type() == fastjson.TypeArray {
			return inner, nil
		}
	case o.isArray(nameTables):
		return nil, o.slots[nameTables]
	}
	if o.has(nameEventID) || o.has(nameSystem) || o.has(nameWinlog) {
		return nil, nil
	}
	for _, n := range []name{nameValue, nameRecords, nameRecordsUpper, nameEvents, nameEventsLower} {
		if o.isArray(n) {
			return o.slots[n], nil
		}
	}
	// <Events> of an XML export, converted.
	if o.is(nameEvents) {
		if inner := o.slots[nameEvents].Get("Event"); inner != nil {
			return wrapEvents(inner), nil
		}
	}
	return nil, nil
}

// wrapEvents gives the Event objects of a converted <Events> the form of evtx_dump's.
func wrapEvents(v *fastjson.Value) *fastjson.Value {
	var arena fastjson.Arena
	list := arena.NewArray()
	events := []*fastjson.Value{v}
	if v.Type() == fastjson.TypeArray {
		events = v.GetArray()
	}
	for i, e := range events {
		o := arena.NewObject()
		o.Set("Event", e)
		list.SetArrayItem(i, o)
	}
	return list
}

// scalarText returns the text of a string, number or bool; nil for the rest.
// It is valid until the next value is parsed.
func scalarText(v *fastjson.Value) []byte {
	switch v.Type() {
	case fastjson.TypeString:
		b, _ := v.StringBytes()
		return b
	case fastjson.TypeNumber, fastjson.TypeTrue, fastjson.TypeFalse:
		return v.MarshalTo(nil)
	}
	return nil
}
