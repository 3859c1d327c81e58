package jsonl

import (
	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// shapeNXLog is what NXLog's im_msvistalog writes: one flat object in which
// the header's members and the event's fields stand side by side. EventTime is
// the sender's local time, without a zone; so is EventReceivedTime. A
// pipeline's @timestamp says when it shipped the record.
//
// The names of NXLog before version 4.5 collide: the logger's ProcessID stands
// where the event's ProcessId would, which is lost. Later versions call the
// former ExecutionProcessID.
// Source: https://github.com/microsoft/msticpy/issues/148
var shapeNXLog = shape{
	name: "nxlog",
	match: func(o *object) bool {
		return o.has(nameEventTime) && o.has(nameEventID) &&
			(o.has(nameSourceModuleName) || o.has(nameSourceModuleType) || o.has(nameReceived) ||
				(o.has(nameSourceName) && o.has(nameHostname)))
	},
	header: func(e *event) error {
		e.setSource(e.obj.first(nameSourceName, nameProviderName),
			notForwarded(e.obj.text(nameChannel), e.obj.text(nameLogName)),
			e.obj.first(nameHostname, nameComputer))
		e.setRecordID(e.obj.first(nameRecordNumber, nameEventRecordID))
		e.setVersion(e.obj.text(nameVersion))
		e.rec.Time = clock(e.obj.text(nameEventTime))
		// Sysmon for Linux's collectors add the record's own UTC time, which says more.
		if system := clock(e.obj.other("SystemTime")); system.Zone == winevent.ZoneUTC {
			e.rec.Time = system
		}
		e.rec.Received = clock(e.obj.text(nameReceived))
		e.rec.Shipped = clock(e.obj.text(nameAtTimestamp))
		return e.setID(e.obj.text(nameEventID))
	},
	data: func(e *event) error {
		e.message(e.obj.text(nameMessage))
		e.columns(nxlogHeader, nxlogAmbiguous)
		return nil
	},
}

// flatHeader are members of a flat event that no shape has as event data.
var flatHeader = []string{
	"@timestamp", "@version", "@metadata", "EventTime", "EventReceivedTime", "TimeCreated", "Hostname", "host", "port",
	"tags", "type", "Keywords", "EventID", "SourceName", "Provider", "ProviderName", "ProviderGuid", "Channel", "LogName",
	"RecordNumber", "EventRecordID", "Level", "LevelDisplayName", "Severity", "SeverityValue", "Task", "TaskDisplayName",
	"Opcode", "OpcodeValue", "SystemTime", "OpcodeDisplayName", "Category", "ActivityID", "RelatedActivityID", "ExecutionProcessID",
	"ExecutionThreadID", "ThreadID", "UserID", "Message", "SourceModuleName", "SourceModuleType", "MessageSourceAddress",
	"EventTypeOrignal", "ERROR_EVT_UNRESOLVED", "agent", "beat", "collector", "ecs", "input", "log", "fields", "index",
	"sourcetype",
}

var nxlogHeader = set(flatHeader...)

// nxlogAmbiguous tells, for names that both the header and an event's data may
// have, which it is here.
func nxlogAmbiguous(e *event, m *member) (header bool) {
	switch m.known {
	case nameProcessID:
		// The logger's is a number; Windows Filtering Platform events have a text.
		return !e.obj.has(nameExecutionProcessID) && m.value.Type() == fastjson.TypeNumber
	case nameEventType:
		// The header gives way to Sysmon's own EventType and says so.
		return !e.obj.has(nameEventTypeOriginal)
	case nameAccountName, nameDomain, nameAccountType:
		// NXLog resolves the logger's SID to all of them.
		return e.obj.has(nameAccountType) || e.obj.has(nameUserID)
	case nameVersion:
		return isVersionNumber(m.value)
	}
	return false
}

// isVersionNumber tells a schema version from, for example, the Sysmon version
// of Sysmon event 4.
func isVersionNumber(v *fastjson.Value) bool {
	text := scalarText(v)
	if len(text) == 0 || len(text) > 3 {
		return false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
