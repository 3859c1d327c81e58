package jsonl

import (
	"github.com/valyala/fastjson"
)

// shapeEvtxDump is the event's XML turned into JSON, {"Event": {"System": ...,
// "EventData": ...}}: evtx_dump and others. Attributes stand in "#attributes",
// in a sibling "X_attributes", or as "@Name".
// Source: https://github.com/omerbenamram/evtx and its issue 23.
var shapeEvtxDump = shape{
	name:   "evtx_dump",
	match:  func(o *object) bool { return o.is(nameEvent) && get(o.slots[nameEvent], "System") != nil },
	header: func(e *event) error { return e.system(get(e.obj.slots[nameEvent], "System")) },
	data:   func(e *event) error { return e.sections(e.obj.slots[nameEvent]) },
}

// shapeVelociraptor is a row of Velociraptor's parse_evtx: System and EventData
// at the top, attributes as plain members, SystemTime as seconds since 1970.
// Source: https://github.com/Velocidex/velociraptor/issues/2947
var shapeVelociraptor = shape{
	name:   "velociraptor",
	match:  func(o *object) bool { return o.is(nameSystem) },
	header: func(e *event) error { return e.system(e.obj.slots[nameSystem]) },
	data: func(e *event) error {
		e.message(e.obj.text(nameMessage))
		if err := e.eventData(e.obj.slots[nameEventData], "EventData", nil); err != nil {
			return err
		}
		return e.eventData(e.obj.slots[nameUserData], "UserData", nil)
	},
}

// shapeVelociraptorRows is the table of Velociraptor's event log hunts: the
// header as columns, the data as an object.
var shapeVelociraptorRows = shape{
	name: "velociraptor",
	match: func(o *object) bool {
		return o.has(nameEventTime) && o.has(nameEventID) && o.has(nameChannel) && o.has(nameComputer) &&
			(o.is(nameEventData) || o.is(nameUserData))
	},
	header: func(e *event) error {
		e.setSource(e.obj.text(nameProvider), e.obj.text(nameChannel), e.obj.text(nameComputer))
		e.setRecordID(e.obj.text(nameEventRecordID))
		e.rec.Time = clock(e.obj.text(nameEventTime))
		return e.setID(e.obj.text(nameEventID))
	},
	data: shapeVelociraptor.data,
}

// system reads the header. Its Execution and Security are of the logger.
func (e *event) system(v *fastjson.Value) error {
	e.setSource(attribute(v, "Provider", "Name"), textOf(v, "Channel"), textOf(v, "Computer"))
	e.setRecordID(textOf(v, "EventRecordID"))
	e.setVersion(textOf(v, "Version"))
	e.rec.Time = utcClock(attribute(v, "TimeCreated", "SystemTime"))
	return e.setID(textOf(v, "EventID"))
}

// sections reads the data of an Event object.
func (e *event) sections(v *fastjson.Value) error {
	e.message(getText(v, "RenderingInfo", "Message"))
	for _, section := range []string{"EventData", "UserData", "ProcessingErrorData"} {
		if err := e.eventData(get(v, section), section, nil); err != nil {
			return err
		}
	}
	return nil
}

// attribute returns an attribute of a converted XML element.
func attribute(parent *fastjson.Value, element, attr string) []byte {
	for _, path := range [][]string{
		{element, "#attributes", attr}, {element, "@" + attr}, {element + "_attributes", attr}, {element, attr},
	} {
		if text := getText(parent, path...); text != nil {
			return text
		}
	}
	return nil
}

// textOf returns the text of a converted XML element, which is an object when
// the element has attributes too.
func textOf(parent *fastjson.Value, element string) []byte {
	v := get(parent, element)
	if v == nil || v.Type() != fastjson.TypeObject {
		return getText(parent, element)
	}
	if text := getText(v, "#text"); text != nil {
		return text
	}
	return getText(v, "Value")
}
