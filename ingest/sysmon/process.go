package sysmon

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// texts are the fields of event 1 that are carried as recorded.
var texts = []struct {
	name  string
	field graph.Field
}{
	{"Image", graph.Image},
	{"CommandLine", graph.CommandLine},
	{"CurrentDirectory", graph.CurrentDirectory},
	{"User", graph.UserText},
	{"IntegrityLevel", graph.IntegrityLevel},
	{"Hashes", graph.Hashes},
	{"OriginalFileName", graph.OriginalFileName},
	{"Description", graph.Description},
	{"Product", graph.Product},
	{"Company", graph.Company},
	{"FileVersion", graph.FileVersion},
	{"ParentImage", graph.ParentImage},
	{"ParentCommandLine", graph.ParentCommandLine},
	{"ParentUser", graph.ParentUser},
}

// processStart reads event 1. When values stand under the wrong names, only
// what comes before the shift is kept.
func processStart(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.ProcessStart)
	o.UtcTime = utcTime(r)
	o.Set(graph.ProcessGUID, winevent.ProcessGUID(field(r, "ProcessGuid")))
	o.Set(graph.ProcessPID, pidOrMessage(r, o, "ProcessId", "ProcessId:", "Image:"))
	if shifted(r) {
		o.Flag(graph.SchemaMismatch)
		o.Set(graph.Image, winevent.Known(field(r, "Image")))
		return o
	}
	for _, t := range texts {
		value := winevent.Known(field(r, t.name))
		o.Set(t.field, value)
		if winevent.Unsafe(value) {
			o.Flag(graph.UnsafeText)
		}
	}
	o.Set(graph.TerminalSessionID, winevent.Decimal(field(r, "TerminalSessionId")))
	o.Set(graph.ParentGUID, winevent.ProcessGUID(field(r, "ParentProcessGuid")))
	o.Set(graph.ParentPID, parentPID(r, o))
	if strings.EqualFold(o.Text(graph.IntegrityLevel), "no level") {
		o.Set(graph.IntegrityLevel, "")
	}
	logon(r, o)
	return o
}

// logon sets LogonID and LogonGUID. Sysmon for Linux prints only 16 bits of the
// session number (microsoft/SysmonCommon, eventsCommon.cpp): there only a
// LogonGuid with a time tells sessions apart, and without one there is none.
func logon(r *winevent.Record, o *graph.Observation) {
	guid := winevent.GUID(field(r, "LogonGuid"))
	id := winevent.LogonID(field(r, "LogonId"))
	if _, timed := graph.GUIDSecond(guid); !timed {
		if contains(r.Provider, "linux") {
			return
		}
		guid = ""
	}
	o.Set(graph.LogonID, id)
	o.Set(graph.LogonGUID, guid)
}

// shifted says whether values stand under the names of their neighbours, as
// when a log is rendered with the manifest of another version
// (sbousseaden/EVTX-ATTACK-SAMPLES#9): kinds that cannot be confused are.
func shifted(r *winevent.Record) bool {
	misfits := 0
	if winevent.GUID(field(r, "User")) != "" {
		misfits++
	}
	if v := field(r, "LogonGuid"); winevent.LogonID(v) != "" {
		misfits++
	}
	if strings.Contains(field(r, "IntegrityLevel"), "=") {
		misfits++
	}
	if winevent.GUID(field(r, "Hashes")) != "" {
		misfits++
	}
	if v := field(r, "ParentProcessGuid"); winevent.Decimal(v) != "" {
		misfits++
	}
	return misfits >= 2
}

// parentPID reads ParentProcessId; where an exporter dropped it, from the message.
func parentPID(r *winevent.Record, o *graph.Observation) string {
	if v, ok := r.Fields.Get("ParentProcessId"); ok {
		return winevent.PID(v)
	}
	return pidOrMessage(r, o, "ParentProcessId", "ParentProcessId:", "CommandLine:")
}

// pidOrMessage reads a PID field; where it is missing, the same label of the
// message that stands before the field named by before, and flags the loss.
func pidOrMessage(r *winevent.Record, o *graph.Observation, name, label, before string) string {
	if v, ok := r.Fields.Get(name); ok {
		return winevent.PID(v)
	}
	o.Flag(graph.FieldLost)
	v, ok := winevent.MessageLine(r.Message, label, before)
	if !ok {
		return ""
	}
	o.Flag(graph.FieldRecovered)
	return winevent.PID(v)
}
