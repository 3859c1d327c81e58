package jsonl

import "github.com/valyala/fastjson"

// shapePowerShell is Get-WinEvent's output flattened by a script, as public
// attack recordings of 2020 to 2023 have it: TimeCreated, Hostname, Channel,
// EventID and Message beside the event's fields, with a provider or without.
// TimeCreated is local time, on a 12-hour clock in some, and where it comes with
// a 'Z' (then in @timestamp too), that is false.
var shapePowerShell = shape{
	name: "flat-powershell",
	match: func(o *object) bool {
		return o.has(nameTimeCreated) && o.has(nameEventID) && o.has(nameChannel) &&
			(o.has(nameHostname) || o.has(nameComputer)) && !o.has(nameEventData) && !o.has(nameUserData)
	},
	header: func(e *event) error {
		e.setSource(e.obj.first(nameSourceName, nameProviderName, nameProvider, nameEventSourceName),
			notForwarded(e.obj.text(nameChannel), e.obj.text(nameLogName)),
			e.obj.first(nameHostname, nameComputer))
		e.setRecordID(e.obj.first(nameEventRecordID, nameRecordNumber))
		e.setVersion(e.obj.text(nameVersion))
		e.rec.Time = falseZClock(e.obj.text(nameTimeCreated))
		return e.setID(e.obj.text(nameEventID))
	},
	data: func(e *event) error {
		e.message(e.obj.text(nameMessage))
		e.columns(powerShellHeader, powerShellAmbiguous)
		return nil
	},
}

var powerShellHeader = set(append([]string{"Computer", "EventSourceName", "TimeGenerated"}, flatHeader...)...)

func powerShellAmbiguous(e *event, m *member) (header bool) {
	switch m.known {
	case nameProcessID:
		return m.value.Type() == fastjson.TypeNumber
	case nameVersion:
		return isVersionNumber(m.value)
	}
	return false
}

// shapeDataAndColumns is the form of later recordings of the same project: the
// data as text in EventData, and flattened into columns as well. The columns
// are not needed where the text is there. TimeCreated has the false 'Z' too.
var shapeDataAndColumns = shape{
	name: "eventdata-columns",
	match: func(o *object) bool {
		return o.has(nameTimeCreated) && o.has(nameEventID) && (o.has(nameChannel) || o.has(nameEventSourceName)) &&
			o.has(nameComputer) && (o.has(nameEventData) || o.has(nameUserData))
	},
	header: shapePowerShell.header,
	data: func(e *event) error {
		e.message(e.obj.text(nameMessage))
		for _, section := range []struct {
			name name
			text string
		}{{nameEventData, "EventData"}, {nameUserData, "UserData"}} {
			if err := e.eventData(e.obj.slots[section.name], section.text, nil); err != nil {
				return err
			}
		}
		if e.rec.Section == "" {
			e.columns(dataAndColumnsHeader, powerShellAmbiguous)
		}
		return nil
	},
}

var dataAndColumnsHeader = set(append([]string{
	"Computer", "EventSourceName", "TimeGenerated", "EventData", "UserData",
}, flatHeader...)...)
