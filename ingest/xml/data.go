package xml

import (
	"bytes"
	"errors"
	"io"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// maxFields bounds the fields of one event, so that hostile input of many empty
// elements cannot outgrow its own size in memory.
const maxFields = 1 << 16

var (
	errTooManyFields = errors.New("the event has too many fields")
	errNoData        = errors.New("no EventData element in the text")
)

// dataBuilder gathers the fields of one event. Their values share one string,
// which costs one allocation instead of one a field.
type dataBuilder struct {
	text  []byte
	spans []fieldSpan
	stack []openElement
}

// fieldSpan is a field whose value is a part of the builder's text.
type fieldSpan struct {
	name     string
	from, to int
}

// openElement is an element of a data section that has begun.
type openElement struct {
	name     string
	hasChild bool
	from     int // where its text begins in the builder
}

func (b *dataBuilder) reset() { b.text, b.spans, b.stack = b.text[:0], b.spans[:0], b.stack[:0] }

// fields returns what was gathered; nil for none.
func (b *dataBuilder) fields() winevent.Fields {
	if len(b.spans) == 0 {
		return nil
	}
	fields := make(winevent.Fields, len(b.spans))
	text := string(b.text)
	for i, s := range b.spans {
		fields[i] = winevent.Field{Name: s.name, Value: text[s.from:s.to]}
	}
	return fields
}

// sectionOf is the name of a data section; "" when an element is none.
func sectionOf(element []byte) string {
	switch string(element) {
	case "EventData":
		return "EventData"
	case "UserData":
		return "UserData"
	case "ProcessingErrorData":
		return "ProcessingErrorData"
	}
	return ""
}

// section reads a data section whose start has been read, to its end. Its
// fields are the named and unnamed Data of EventData, or else the leaves.
func (d *decoder) section(kind string) error {
	b := &d.data
	b.stack = append(b.stack[:0], openElement{from: len(b.text)})
	for len(b.stack) > 0 {
		t, err := d.inside()
		if err != nil {
			return err
		}
		top := &b.stack[len(b.stack)-1]
		switch t {
		case tokenText:
			if !top.hasChild { // text beside elements is no value
				b.text = append(b.text, d.chars...)
			}
		case tokenStart:
			if len(b.stack) >= maxDepth {
				return errTooDeep
			}
			if !top.hasChild {
				top.hasChild, b.text = true, b.text[:top.from]
			}
			b.stack = append(b.stack, openElement{name: d.fieldName(kind), from: len(b.text)})
		case tokenEnd:
			if err := b.end(); err != nil {
				return err
			}
		}
	}
	return nil
}

// end takes the innermost element's value. The section itself has one only when
// text stands in it and no element.
func (b *dataBuilder) end() error {
	top := b.stack[len(b.stack)-1]
	b.stack = b.stack[:len(b.stack)-1]
	if top.hasChild || len(b.stack) == 0 && len(bytes.TrimSpace(b.text[top.from:])) == 0 {
		return nil
	}
	if len(b.spans) >= maxFields {
		return errTooManyFields
	}
	b.spans = append(b.spans, fieldSpan{top.name, top.from, len(b.text)})
	return nil
}

// fieldName is the name that the element just begun gives its value.
func (d *decoder) fieldName(kind string) string {
	if kind != "UserData" && (string(d.local) == "Data" || string(d.local) == "ComplexData") {
		return d.names.of(d.attr("Name"))
	}
	return d.names.of(d.local)
}

// names shares the strings that come again in every event: field names,
// providers, channels, computers. Its memory is bounded.
type names map[string]string

const (
	maxNames      = 4096
	maxNameLength = 256
)

func (n *names) of(text []byte) string {
	if have, ok := (*n)[string(text)]; ok {
		return have
	}
	name := string(text)
	if len(name) > maxNameLength {
		return name
	}
	if *n == nil || len(*n) >= maxNames {
		*n = make(names)
	}
	(*n)[name] = name
	return name
}

// Data is an event's own data, read from a fragment.
type Data struct {
	Fields winevent.Fields
	// Section is the element the fields came from, as in winevent.Record.
	Section string
	// Repaired says that characters which XML cannot hold became U+FFFD.
	Repaired bool
}

// ParseEventData reads an <EventData>, <UserData> or <ProcessingErrorData>
// element written as text, as some JSON exports carry it, with or without
// other elements around it (the DataItem of Azure's Event table). A text
// without such an element is an error.
func ParseEventData(text string) (Data, error) {
	fragment, repaired := legalise([]byte(text))
	var d decoder
	d.reset(fragment)
	for {
		switch t, err := d.next(); {
		case errors.Is(err, io.EOF):
			return Data{}, errNoData
		case err != nil:
			return Data{}, err
		case t == tokenStart:
			if kind := sectionOf(d.local); kind != "" {
				data := Data{Section: kind, Repaired: repaired}
				if err := d.section(kind); err != nil {
					return data, err
				}
				data.Fields = d.data.fields()
				return data, nil
			}
		}
	}
}
