package xml

import (
	"bytes"
	stdxml "encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml/eventtime"
)

const (
	// maxDepth bounds the nesting inside one event. The event schema itself
	// nests five deep; UserData adds its own.
	maxDepth = 64
	// maxFields bounds the fields of one event, so that hostile input of many
	// empty elements cannot outgrow its own size in memory.
	maxFields = 1 << 16
)

var (
	errTooDeep       = errors.New("elements are nested too deeply")
	errTooManyFields = errors.New("the event has too many fields")
	errDirective     = errors.New("a document type declaration (DOCTYPE) stands inside the event")
	errNoEventID     = errors.New("the event has no EventID")
	errNoEvent       = errors.New("the element is not an Event")
	errNotWellFormed = errors.New("the XML is not well formed")
)

// decoder reads one event's tokens.
type decoder struct {
	d    *stdxml.Decoder
	text strings.Builder
}

func newDecoder(fragment []byte) *decoder {
	return &decoder{d: stdxml.NewDecoder(bytes.NewReader(fragment))}
}

// token returns the next token that matters.
func (p *decoder) token() (stdxml.Token, error) {
	for {
		t, err := p.d.Token()
		if err != nil {
			// The library's message quotes names from the log; reports must not.
			return nil, errNotWellFormed
		}
		switch t.(type) {
		case stdxml.Directive:
			return nil, errDirective
		case stdxml.Comment, stdxml.ProcInst:
			continue
		}
		return t, nil
	}
}

// decodeEvent reads one <Event> element. The data of an event that nobody wants
// is not decoded, and its well-formedness not looked at.
func decodeEvent(fragment []byte, want winevent.Want) (*winevent.Record, error) {
	p := newDecoder(fragment)
	rec := &winevent.Record{Shape: ShapeXML}
	var rendered rendering
	start, err := p.firstElement()
	if err != nil {
		return nil, err
	}
	if start.Name.Local != "Event" {
		return nil, errNoEvent
	}
	hasSystem := false
	for {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case stdxml.EndElement:
			if !hasSystem {
				return nil, errNoEventID
			}
			rendered.apply(rec)
			return rec, nil
		case stdxml.StartElement:
			switch t.Name.Local {
			case "System":
				if err := p.system(rec); err != nil {
					return nil, err
				}
				hasSystem = true
				if want != nil && want(rec.Provider, rec.Channel, rec.EventID) == winevent.NeedHeader {
					rec.Fields, rec.Section = nil, ""
					return rec, nil
				}
			case "EventData", "UserData", "ProcessingErrorData":
				fields, err := p.section(t.Name.Local)
				if err != nil {
					return nil, err
				}
				rec.Fields, rec.Section = append(rec.Fields, fields...), t.Name.Local
			case "RenderingInfo":
				if err := p.rendering(&rendered); err != nil {
					return nil, err
				}
			default:
				if err := p.d.Skip(); err != nil {
					return nil, errNotWellFormed
				}
			}
		}
	}
}

func (p *decoder) firstElement() (stdxml.StartElement, error) {
	for {
		t, err := p.token()
		if err != nil {
			return stdxml.StartElement{}, err
		}
		if start, ok := t.(stdxml.StartElement); ok {
			return start, nil
		}
	}
}

// system reads the header. Execution and Security are of the logger and are
// left where they are.
func (p *decoder) system(rec *winevent.Record) error {
	hasID := false
	for {
		t, err := p.token()
		if err != nil {
			return err
		}
		start, ok := t.(stdxml.StartElement)
		if !ok {
			if _, end := t.(stdxml.EndElement); end {
				if !hasID {
					return errNoEventID
				}
				return nil
			}
			continue
		}
		text, err := p.elementText()
		if err != nil {
			return err
		}
		trimmed := strings.TrimSpace(text)
		switch start.Name.Local {
		case "Provider":
			rec.Provider = attr(start, "Name")
		case "EventID":
			id, err := strconv.ParseUint(trimmed, 10, 32)
			if err != nil {
				return errNoEventID
			}
			rec.EventID, hasID = uint32(id), true
		case "Version":
			if v, err := strconv.ParseUint(trimmed, 10, 8); err == nil {
				rec.Version = uint8(v)
			}
		case "EventRecordID":
			if v, err := strconv.ParseUint(trimmed, 10, 64); err == nil {
				rec.RecordID = v
			}
		case "Channel":
			rec.Channel = trimmed
		case "Computer":
			rec.Computer = trimmed
		case "TimeCreated":
			rec.Time, _ = eventtime.Parse(attr(start, "SystemTime"))
		}
	}
}

// elementText reads the text up to the end of the element that was just begun,
// skipping elements inside it.
func (p *decoder) elementText() (string, error) {
	p.text.Reset()
	for {
		t, err := p.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case stdxml.CharData:
			p.text.Write(t)
		case stdxml.StartElement:
			if err := p.d.Skip(); err != nil {
				return "", errNotWellFormed
			}
		case stdxml.EndElement:
			return p.text.String(), nil
		}
	}
}

func attr(e stdxml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// rendering is what RenderingInfo says.
type rendering struct{ message, channel, provider string }

func (p *decoder) rendering(r *rendering) error {
	for {
		t, err := p.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case stdxml.EndElement:
			return nil
		case stdxml.StartElement:
			text, err := p.elementText()
			if err != nil {
				return err
			}
			switch t.Name.Local {
			case "Message":
				r.message = text
			case "Channel":
				r.channel = strings.TrimSpace(text)
			case "Provider":
				r.provider = strings.TrimSpace(text)
			}
		}
	}
}

// apply lets the rendering stand in for what the header does not have. Its
// channel is a display name ("System"), so only a missing channel or the
// transport's gives way to it.
func (r rendering) apply(rec *winevent.Record) {
	rec.Message = r.message
	if rec.Provider == "" {
		rec.Provider = r.provider
	}
	if r.channel != "" && rec.Channel == "" {
		rec.Channel = r.channel
	}
}

// openElement is an element of a data section that has begun.
type openElement struct {
	name     string
	hasChild bool
	from     int // where its text begins in the builder
}

// section reads a data section whose start has been read, to its end. Its
// fields are the named and unnamed Data of EventData, or else the leaves.
func (p *decoder) section(kind string) (winevent.Fields, error) {
	var fields winevent.Fields
	p.text.Reset()
	stack := []openElement{{}}
	for {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case stdxml.CharData:
			p.text.Write(t)
		case stdxml.StartElement:
			if len(stack) >= maxDepth {
				return nil, errTooDeep
			}
			stack[len(stack)-1].hasChild = true
			stack = append(stack, openElement{name: fieldName(t, kind), from: p.text.Len()})
		case stdxml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			text := p.text.String()[top.from:]
			if len(stack) == 0 {
				// Text of the section itself, outside any Data.
				if !top.hasChild && strings.TrimSpace(text) != "" {
					fields = append(fields, winevent.Field{Value: text})
				}
				return fields, nil
			}
			if top.hasChild {
				continue
			}
			if len(fields) >= maxFields {
				return nil, errTooManyFields
			}
			fields = append(fields, winevent.Field{Name: top.name, Value: text})
		}
	}
}

// fieldName is the name that an element of a data section gives its value.
func fieldName(e stdxml.StartElement, kind string) string {
	if kind != "UserData" && (e.Name.Local == "Data" || e.Name.Local == "ComplexData") {
		return attr(e, "Name")
	}
	return e.Name.Local
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
	p := newDecoder(fragment)
	for {
		t, err := p.d.Token()
		if errors.Is(err, io.EOF) {
			return Data{}, fmt.Errorf("no EventData element in the text")
		}
		if err != nil {
			return Data{}, errNotWellFormed
		}
		switch t := t.(type) {
		case stdxml.Directive:
			return Data{}, errDirective
		case stdxml.StartElement:
			switch t.Name.Local {
			case "EventData", "UserData", "ProcessingErrorData":
				fields, err := p.section(t.Name.Local)
				return Data{Fields: fields, Section: t.Name.Local, Repaired: repaired}, err
			}
		}
	}
}
