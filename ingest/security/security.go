// Package security turns records of the Security and System logs into
// observations: processes, logons, boots and cleared logs.
//
// Fields as documented by the vendor, one page an event (Microsoft Learn,
// "Advanced security auditing", events 4688, 4689, 4624, 4625, 4634, 4647, 4648,
// 4672, 4608, 4609, 1102).
package security

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// reader reads one event.
type reader func(*winevent.Record) *graph.Observation

// auditing are the events of Microsoft-Windows-Security-Auditing.
var auditing = map[uint32]reader{
	4688: processStart,
	4689: processEnd,
	4624: logon,
	4625: logonFailed,
	4634: logoff,
	4647: logoff,
	4648: explicitCredentials,
	4672: specialPrivileges,
	4608: boot,
	4609: shutdown,
}

// Find returns how to read an event, or nil. Event ids count together with
// their provider; the channel decides where an exporter dropped the provider.
func Find(provider, channel string, id uint32) func(*winevent.Record) *graph.Observation {
	p, c := strings.ToLower(provider), strings.ToLower(channel)
	switch {
	case p == "microsoft-windows-security-auditing", p == "" && c == "security" && id != 1102:
		if read, ok := auditing[id]; ok {
			return read
		}
	case id == 1102 && (p == "microsoft-windows-eventlog" || p == "") && c == "security",
		id == 104 && (p == "microsoft-windows-eventlog" || p == "") && c == "system":
		return logCleared
	case p == "microsoft-windows-kernel-general" || p == "" && c == "system":
		return bootOrShutdown(id, 12, 13)
	case p == "eventlog" || p == "microsoft-windows-eventlog":
		return bootOrShutdown(id, 6005, 6006)
	}
	return nil
}

// bootOrShutdown chooses by id; nil for another event.
func bootOrShutdown(id, up, down uint32) reader {
	switch id {
	case up:
		return boot
	case down:
		return shutdown
	}
	return nil
}

func boot(r *winevent.Record) *graph.Observation     { return begin(r, graph.Boot) }
func shutdown(r *winevent.Record) *graph.Observation { return begin(r, graph.Shutdown) }

// logCleared reads 1102 and System 104, whose fields stand in UserData.
func logCleared(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.LogCleared)
	subject(r, o)
	if r.EventID == 104 {
		o.Set(graph.ClearedLog, winevent.LogName(field(r, "Channel")))
	}
	return o
}

func begin(r *winevent.Record, class graph.EventClass) *graph.Observation {
	return winevent.Begin(r, class, winevent.LogName(r.Channel))
}

func field(r *winevent.Record, name string) string {
	v, _ := r.Fields.Get(name)
	return v
}

// set carries a field as recorded and notes unsafe text.
func set(r *winevent.Record, o *graph.Observation, f graph.Field, name string) {
	value := winevent.Known(field(r, name))
	o.Set(f, value)
	if winevent.Unsafe(value) {
		o.Flag(graph.UnsafeText)
	}
}

// subject reads who asked.
func subject(r *winevent.Record, o *graph.Observation) {
	o.Set(graph.SubjectSID, winevent.SID(field(r, "SubjectUserSid")))
	set(r, o, graph.SubjectName, "SubjectUserName")
	set(r, o, graph.SubjectDomain, "SubjectDomainName")
	o.Set(graph.SubjectLogonID, winevent.LogonID(field(r, "SubjectLogonId")))
}

// target reads whom the event is about.
func target(r *winevent.Record, o *graph.Observation) {
	o.Set(graph.TargetSID, winevent.SID(field(r, "TargetUserSid")))
	set(r, o, graph.TargetName, "TargetUserName")
	set(r, o, graph.TargetDomain, "TargetDomainName")
	o.Set(graph.TargetLogonID, winevent.LogonID(field(r, "TargetLogonId")))
}
