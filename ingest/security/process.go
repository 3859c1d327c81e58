package security

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// processStart reads 4688, in which NewProcessId is the process and ProcessId
// its creator. Versions 0 to 2 differ in the fields they have, no more.
func processStart(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.ProcessStart)
	subject(r, o)
	target(r, o)
	o.Set(graph.ProcessPID, pid(r, o, "NewProcessId", "New Process ID:"))
	o.Set(graph.ParentPID, pid(r, o, "ProcessId", "Creator Process ID:"))
	set(r, o, graph.Image, "NewProcessName")
	set(r, o, graph.ParentImage, "ParentProcessName")
	set(r, o, graph.CommandLine, "CommandLine")
	o.Set(graph.TokenElevation, winevent.Known(field(r, "TokenElevationType")))
	o.Set(graph.IntegrityLevel, integrity(field(r, "MandatoryLabel")))
	return o
}

// processEnd reads 4689, in which ProcessId is the process.
func processEnd(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.ProcessEnd)
	subject(r, o)
	o.Set(graph.ProcessPID, pid(r, o, "ProcessId", "Process ID:"))
	set(r, o, graph.Image, "ProcessName")
	o.Set(graph.ExitStatus, winevent.Known(field(r, "Status")))
	return o
}

// pid reads a PID field; where an exporter dropped it (NXLog writes the
// logger's own PID over it), the message has it before the command line.
func pid(r *winevent.Record, o *graph.Observation, name, label string) string {
	if v, ok := exact(r, name); ok {
		return winevent.PID(v)
	}
	o.Flag(graph.FieldLost)
	v, ok := winevent.MessageLine(r.Message, label, "Process Command Line:")
	if !ok {
		return ""
	}
	o.Flag(graph.FieldRecovered)
	return winevent.PID(v)
}

// exact is the value of a field whose name is spelled just so: "ProcessID" is
// the logger's in some exports, "ProcessId" the event's.
func exact(r *winevent.Record, name string) (string, bool) {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return "", false
}

// integrityLevels are the well-known mandatory labels (Microsoft Learn,
// "Well-known SIDs", S-1-16-...), by the names that Sysmon prints.
var integrityLevels = map[string]string{
	"S-1-16-0":     "Untrusted",
	"S-1-16-4096":  "Low",
	"S-1-16-8192":  "Medium",
	"S-1-16-8448":  "MediumPlus",
	"S-1-16-12288": "High",
	"S-1-16-16384": "System",
	"S-1-16-20480": "ProtectedProcess",
	"S-1-16-28672": "SecureProcess",
}

// integrity is the name of a mandatory label; the label itself when it has none.
func integrity(label string) string {
	label = strings.TrimSpace(label)
	if name, ok := integrityLevels[strings.ToUpper(label)]; ok {
		return name
	}
	return winevent.Known(label)
}
