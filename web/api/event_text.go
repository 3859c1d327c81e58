package api

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
)

const (
	sysmonProvider   = "Microsoft-Windows-Sysmon"
	securityProvider = "Microsoft-Windows-Security-Auditing"
)

// usedEvents are the events of the graph, with what is not visible without them
// and what brings them (Microsoft Learn, "Advanced security audit policy
// settings"; Sysinternals, "Sysmon").
var usedEvents = []MissingEvent{
	{sysmonProvider, 1, "Process creation", "no ProcessGuid, hashes or parent command lines: parents are found by PID and time", "Install Sysmon with a configuration that includes ProcessCreate."},
	{sysmonProvider, 5, "Process terminated", "when processes ended is not known from Sysmon", "Include ProcessTerminate in the Sysmon configuration."},
	{securityProvider, 4688, "A new process has been created", "the Security log shows no process, so nothing can be compared with Sysmon", `auditpol /set /subcategory:"Process Creation" /success:enable, and the policy "Include command line in process creation events".`},
	{securityProvider, 4689, "A process has exited", "when processes ended is not known from the Security log", `auditpol /set /subcategory:"Process Termination" /success:enable`},
	{securityProvider, 4624, "An account was logged on", "where sessions came from and how is not visible; no remote origin can be proven", `auditpol /set /subcategory:"Logon" /success:enable`},
	{securityProvider, 4625, "An account failed to log on", "password guessing is not visible", `auditpol /set /subcategory:"Logon" /failure:enable`},
	{securityProvider, 4634, "An account was logged off", "when sessions ended is not known", `auditpol /set /subcategory:"Logoff" /success:enable`},
	{securityProvider, 4647, "User initiated logoff", "whether a user left by choice is not visible", `auditpol /set /subcategory:"Logoff" /success:enable`},
	{securityProvider, 4648, "A logon was attempted using explicit credentials", "use of other credentials (runas, lateral movement) is not visible", `auditpol /set /subcategory:"Logon" /success:enable`},
	{securityProvider, 4672, "Special privileges assigned to new logon", "which sessions are privileged is not visible", `auditpol /set /subcategory:"Special Logon" /success:enable`},
	{securityProvider, 4608, "Windows is starting up", "boots are not visible in the Security log; a logon ID used again may be taken for one session", `auditpol /set /subcategory:"Security State Change" /success:enable`},
	{"Microsoft-Windows-Kernel-General", 12, "The operating system started", "the moment of each boot is not known", "Read the System log as well: it is always written."},
	{"Microsoft-Windows-Eventlog", 1102, "The audit log was cleared", "none was cleared, or the record was not read: a cleared log begins with it", "Nothing to enable: it is always written. Read the whole Security log."},
	{"Microsoft-Windows-Eventlog", 104, "A log was cleared", "none was cleared, or the System log was not read", "Read the System log as well: it is always written."},
}

// otherTitles name common events that are counted and not used, and the rest of the used ones.
var otherTitles = map[string]map[uint32]string{
	"sysmon": {2: "File creation time changed", 3: "Network connection", 4: "Sysmon service state changed", 6: "Driver loaded", 7: "Image loaded", 8: "CreateRemoteThread",
		9: "RawAccessRead", 10: "ProcessAccess", 11: "FileCreate", 12: "Registry object added or deleted", 13: "Registry value set", 14: "Registry object renamed",
		15: "FileCreateStreamHash", 16: "Sysmon configuration changed", 17: "Pipe created", 18: "Pipe connected", 22: "DNS query", 23: "FileDelete", 25: "Process tampering", 26: "FileDelete logged"},
	"security-auditing": {4609: "Windows is shutting down", 4656: "A handle to an object was requested", 4658: "A handle to an object was closed", 4663: "An attempt was made to access an object",
		4673: "A privileged service was called", 4690: "A handle was duplicated", 4697: "A service was installed", 4698: "A scheduled task was created", 4703: "A user right was adjusted",
		4720: "A user account was created", 4768: "A Kerberos TGT was requested", 4769: "A Kerberos service ticket was requested", 4771: "Kerberos pre-authentication failed",
		4776: "Credentials were validated (NTLM)", 5140: "A network share was accessed", 5145: "A network share object was checked", 5156: "Filtering platform permitted a connection", 5158: "Filtering platform permitted a bind"},
	"powershell":              {4103: "Module logging", 4104: "Script block", 400: "Engine started", 403: "Engine stopped", 600: "Provider started", 800: "Pipeline executed"},
	"kernel-general":          {13: "The operating system is shutting down"},
	"eventlog":                {6005: "The event log service was started", 6006: "The event log service was stopped"},
	"service control manager": {7036: "A service changed its state", 7040: "A service's start type was changed", 7045: "A service was installed"},
}

// eventTitle is the event's title, "" when it is not known.
func eventTitle(provider string, id uint32) string {
	lower := strings.ToLower(provider)
	for _, e := range usedEvents {
		if e.EventID == id && sameProvider(lower, e.Provider) {
			return e.Title
		}
	}
	for part, titles := range otherTitles {
		if strings.Contains(lower, part) && titles[id] != "" {
			return titles[id]
		}
	}
	return ""
}

// sameProvider compares without case. Where an exporter dropped the provider,
// the channel stands in its place.
func sameProvider(lower, provider string) bool {
	switch provider {
	case sysmonProvider:
		return strings.Contains(lower, "sysmon")
	case securityProvider:
		return lower == "security" || lower == strings.ToLower(provider)
	}
	return lower == strings.ToLower(provider)
}

// missingEvents are the events of the graph that no input holds.
func missingEvents(present []graph.EventCount) []MissingEvent {
	missing := []MissingEvent{}
	for _, e := range usedEvents {
		found := false
		for _, p := range present {
			found = found || p.EventID == e.EventID && p.Count > 0 && sameProvider(strings.ToLower(p.Provider), e.Provider)
		}
		if !found {
			missing = append(missing, e)
		}
	}
	return missing
}
