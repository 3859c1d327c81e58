package security

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// logon reads 4624.
func logon(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.Logon)
	subject(r, o)
	target(r, o)
	origin(r, o)
	caller(r, o)
	o.Set(graph.ElevatedToken, yesNo(field(r, "ElevatedToken")))
	o.Set(graph.LinkedLogonID, winevent.LogonID(field(r, "TargetLinkedLogonId")))
	set(r, o, graph.OutboundName, "TargetOutboundUserName")
	set(r, o, graph.OutboundDomain, "TargetOutboundDomainName")
	set(r, o, graph.PackageName, "LmPackageName")
	o.Set(graph.KeyLength, winevent.Decimal(field(r, "KeyLength")))
	return o
}

// logonFailed reads 4625.
func logonFailed(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.LogonFailed)
	subject(r, o)
	target(r, o)
	origin(r, o)
	caller(r, o)
	o.Set(graph.Status, winevent.Known(field(r, "Status")))
	o.Set(graph.SubStatus, winevent.Known(field(r, "SubStatus")))
	return o
}

// logoff reads 4634 (the session was destroyed) and 4647 (the user asked to leave).
func logoff(r *winevent.Record) *graph.Observation {
	class := graph.Logoff
	if r.EventID == 4647 {
		class = graph.LogoffByUser
	}
	o := begin(r, class)
	target(r, o)
	o.Set(graph.LogonType, winevent.Decimal(field(r, "LogonType")))
	return o
}

// explicitCredentials reads 4648, written on the machine that uses them.
func explicitCredentials(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.ExplicitCredentials)
	subject(r, o)
	target(r, o)
	origin(r, o)
	caller(r, o)
	set(r, o, graph.TargetServer, "TargetServerName")
	set(r, o, graph.TargetInfo, "TargetInfo")
	return o
}

// specialPrivileges reads 4672.
func specialPrivileges(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.SpecialPrivileges)
	subject(r, o)
	o.Set(graph.Privileges, strings.Join(strings.Fields(field(r, "PrivilegeList")), " "))
	return o
}

// origin reads where a logon came from and how it was made.
func origin(r *winevent.Record, o *graph.Observation) {
	o.Set(graph.LogonType, winevent.Decimal(field(r, "LogonType")))
	set(r, o, graph.SourceAddress, "IpAddress")
	if port := winevent.Decimal(field(r, "IpPort")); port != "0" {
		o.Set(graph.SourcePort, port)
	}
	set(r, o, graph.Workstation, "WorkstationName")
	o.Set(graph.LogonProcess, winevent.Known(strings.TrimSpace(field(r, "LogonProcessName"))))
	set(r, o, graph.AuthPackage, "AuthenticationPackageName")
}

// caller reads the process that asked.
func caller(r *winevent.Record, o *graph.Observation) {
	if v, ok := exact(r, "ProcessId"); ok {
		if p := winevent.PID(v); p != "0" {
			o.Set(graph.ProcessPID, p)
		}
	}
	set(r, o, graph.Image, "ProcessName")
}

// yesNo reads %%1842 and %%1843, the message constants for "Yes" and "No".
func yesNo(text string) string {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "%%1842", "yes", "true":
		return "yes"
	case "%%1843", "no", "false":
		return "no"
	}
	return ""
}
