package xml

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml/eventtime"
)

var (
	errNoEventID = errors.New("the event has no EventID")
	errNoEvent   = errors.New("the element is not an Event")
)

// decoder reads events, one after another: what it allocates serves all of them.
type decoder struct {
	scanner
	names names
	data  dataBuilder
	text  []byte // of elementText
}

// event reads one <Event> element. The data of an event that nobody wants is not
// decoded, and its well-formedness not looked at.
func (d *decoder) event(fragment []byte, want winevent.Want) (*winevent.Record, error) {
	d.reset(fragment)
	d.data.reset()
	if err := d.firstElement(); err != nil {
		return nil, err
	}
	if string(d.local) != "Event" {
		return nil, errNoEvent
	}
	rec := &winevent.Record{Shape: ShapeXML}
	var rendered rendering
	hasSystem := false
	for {
		t, err := d.inside()
		if err != nil {
			return nil, err
		}
		switch t {
		case tokenEnd:
			if !hasSystem {
				return nil, errNoEventID
			}
			rendered.apply(rec)
			rec.Fields = d.data.fields()
			return rec, nil
		case tokenStart:
			switch kind := sectionOf(d.local); {
			case kind != "":
				err = d.section(kind)
				rec.Section = kind
			case string(d.local) == "System":
				err = d.system(rec)
				hasSystem = true
				if err == nil && want != nil && want(rec.Provider, rec.Channel, rec.EventID) == winevent.NeedHeader {
					rec.Section = ""
					return rec, nil
				}
			case string(d.local) == "RenderingInfo":
				err = d.rendering(&rendered)
			default:
				err = d.skip()
			}
			if err != nil {
				return nil, err
			}
		}
	}
}

// inside is next where an element is open, so that the text cannot end.
func (d *decoder) inside() (token, error) {
	t, err := d.next()
	if errors.Is(err, io.EOF) {
		err = errNotWellFormed
	}
	return t, err
}

func (d *decoder) firstElement() error {
	for {
		if t, err := d.inside(); err != nil || t == tokenStart {
			return err
		}
	}
}

// system reads the header. Execution and Security are of the logger and are
// left where they are.
func (d *decoder) system(rec *winevent.Record) error {
	hasID := false
	for {
		t, err := d.inside()
		if err != nil {
			return err
		}
		if t == tokenEnd {
			if !hasID {
				return errNoEventID
			}
			return nil
		}
		if t != tokenStart {
			continue
		}
		isID, err := d.systemElement(rec)
		if err != nil {
			return err
		}
		hasID = hasID || isID
	}
}

// systemElement reads the element of the header that was just begun.
func (d *decoder) systemElement(rec *winevent.Record) (isID bool, err error) {
	element := d.local
	switch string(element) {
	case "Provider":
		rec.Provider = d.names.of(d.attr("Name"))
	case "TimeCreated":
		rec.Time, _ = eventtime.Parse(string(d.attr("SystemTime")))
	}
	text, err := d.elementText()
	if err != nil {
		return false, err
	}
	text = bytes.TrimSpace(text)
	switch string(element) {
	case "EventID":
		id, err := strconv.ParseUint(string(text), 10, 32)
		if err != nil {
			return false, errNoEventID
		}
		rec.EventID = uint32(id)
		return true, nil
	case "Version":
		if v, err := strconv.ParseUint(string(text), 10, 8); err == nil {
			rec.Version = uint8(v)
		}
	case "EventRecordID":
		if v, err := strconv.ParseUint(string(text), 10, 64); err == nil {
			rec.RecordID = v
		}
	case "Channel":
		rec.Channel = d.names.of(text)
	case "Computer":
		rec.Computer = d.names.of(text)
	}
	return false, nil
}

// elementText reads the text up to the end of the element that was just begun,
// skipping elements inside it. It is valid until the next call.
func (d *decoder) elementText() ([]byte, error) {
	d.text = d.text[:0]
	for {
		t, err := d.inside()
		if err != nil {
			return nil, err
		}
		switch t {
		case tokenText:
			d.text = append(d.text, d.chars...)
		case tokenStart:
			if err := d.skip(); err != nil {
				return nil, err
			}
		case tokenEnd:
			return d.text, nil
		}
	}
}

// rendering is what RenderingInfo says.
type rendering struct{ message, channel, provider string }

func (d *decoder) rendering(r *rendering) error {
	for {
		t, err := d.inside()
		if err != nil {
			return err
		}
		switch t {
		case tokenEnd:
			return nil
		case tokenStart:
			element := d.local
			text, err := d.elementText()
			if err != nil {
				return err
			}
			switch string(element) {
			case "Message":
				r.message = string(text)
			case "Channel":
				r.channel = d.names.of(bytes.TrimSpace(text))
			case "Provider":
				r.provider = d.names.of(bytes.TrimSpace(text))
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
