package jsonl

import (
	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// fieldBuilder gathers an event's fields. The values of one record share one
// string, which costs one allocation instead of one a field.
type fieldBuilder struct {
	text  []byte
	spans []span
}

type span struct {
	name string
	end  int
}

func (b *fieldBuilder) reset() { b.text, b.spans = b.text[:0], b.spans[:0] }

// add appends a field. A null is no field; an object or an array is kept as
// its JSON text.
func (b *fieldBuilder) add(name string, v *fastjson.Value) {
	switch v.Type() {
	case fastjson.TypeNull:
		return
	case fastjson.TypeString:
		text, _ := v.StringBytes()
		b.text = append(b.text, text...)
	default:
		b.text = v.MarshalTo(b.text)
	}
	b.spans = append(b.spans, span{name, len(b.text)})
}

func (b *fieldBuilder) addText(name, value string) {
	b.text = append(b.text, value...)
	b.spans = append(b.spans, span{name, len(b.text)})
}

func (b *fieldBuilder) empty() bool { return len(b.spans) == 0 }

// has says whether a field of that name was added.
func (b *fieldBuilder) has(name string) bool {
	for i := range b.spans {
		if b.spans[i].name == name {
			return true
		}
	}
	return false
}

// fields returns what was gathered, never nil.
func (b *fieldBuilder) fields() winevent.Fields {
	fields := make(winevent.Fields, len(b.spans))
	text, from := string(b.text), 0
	for i, s := range b.spans {
		fields[i] = winevent.Field{Name: s.name, Value: text[from:s.end]}
		from = s.end
	}
	return fields
}
