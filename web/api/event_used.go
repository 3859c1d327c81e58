package api

// The providers of the events in use, as Windows spells them.
const (
	sysmonProvider   = "Microsoft-Windows-Sysmon"
	securityProvider = "Microsoft-Windows-Security-Auditing"
	eventLogProvider = "Microsoft-Windows-Eventlog"
	kernelProvider   = "Microsoft-Windows-Kernel-General"
	classicEventLog  = "EventLog"
)

var (
	inSysmon   = []family{sysmon}
	inSecurity = []family{security}
)

// auditpol returns the command that switches an audit subcategory on. The GUID
// is the subcategory's on every Windows; its name is translated.
func auditpol(name, guid, options string) string {
	return `Audit subcategory "` + name + `": auditpol /set /subcategory:"{` + guid + `}" ` + options +
		` (the GUID works on a Windows of any language; auditpol /get /category:* shows what is set)`
}

// The audit subcategories that the events in use need (their constants are in ntsecapi.h).
var (
	auditCreation    = auditpol("Process Creation", "0CCE922B-69AE-11D9-BED3-505054503030", "/success:enable")
	auditTermination = auditpol("Process Termination", "0CCE922C-69AE-11D9-BED3-505054503030", "/success:enable")
	auditLogon       = auditpol("Logon", "0CCE9215-69AE-11D9-BED3-505054503030", "/success:enable /failure:enable")
	auditLogoff      = auditpol("Logoff", "0CCE9216-69AE-11D9-BED3-505054503030", "/success:enable")
	auditSpecial     = auditpol("Special Logon", "0CCE921B-69AE-11D9-BED3-505054503030", "/success:enable")
	auditState       = auditpol("Security State Change", "0CCE9210-69AE-11D9-BED3-505054503030", "/success:enable")
)

// withCommandLine is the policy without which 4688 has no command line.
const withCommandLine = `. For command lines also enable the policy "Include command line in process creation events" ` +
	`(Computer Configuration, Administrative Templates, System, Audit Process Creation), or: ` +
	`reg add HKLM\Software\Microsoft\Windows\CurrentVersion\Policies\System\Audit /v ProcessCreationIncludeCmdLine_Enabled /t REG_DWORD /d 1`

// usedEvents is in the order in which a missing one matters.
var usedEvents = []usedEvent{
	{
		MissingEvent: MissingEvent{
			Provider: sysmonProvider, EventID: 1,
			Title:       "Process created",
			Consequence: "No process starts from Sysmon: no GUIDs, hashes, parent command lines or integrity levels.",
			How:         `Sysmon configuration: <ProcessCreate onmatch="exclude"/> inside a RuleGroup logs every start; load it with: sysmon -c FILE`,
		},
		families:          inSysmon,
		beside:            eventName{security, 4688},
		consequenceBeside: "Processes are known from Security 4688 only: no GUIDs and hashes, and parents are matched by process ID and time.",
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4688,
			Title:       "A process was created",
			Consequence: "No process starts from the Security log.",
			How:         auditCreation + withCommandLine,
		},
		families:          inSecurity,
		beside:            eventName{sysmon, 1},
		consequenceBeside: "Processes are known from Sysmon only: whatever its configuration leaves out is not visible, and a false parent cannot be told by comparing the two.",
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4624,
			Title:       "An account was logged on",
			Consequence: "Logon sessions have no type and no origin: it cannot be seen whether somebody sat at the host or came over the network, and from where.",
			How:         auditLogon,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: sysmonProvider, EventID: 5,
			Title:       "Process ended",
			Consequence: "No process ends from Sysmon: lifetimes are open or bounded only by the next use of their process ID.",
			How:         `Sysmon configuration: <ProcessTerminate onmatch="exclude"/> inside a RuleGroup logs every end; load it with: sysmon -c FILE`,
		},
		families:          inSysmon,
		beside:            eventName{security, 4689},
		consequenceBeside: "Ends are known from Security 4689 only, by process ID and time.",
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4689,
			Title:       "A process has exited",
			Consequence: "No process ends and no exit codes from the Security log.",
			How:         auditTermination,
		},
		families:          inSecurity,
		beside:            eventName{sysmon, 5},
		consequenceBeside: "Ends are known from Sysmon 5 only, which carries no exit codes.",
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4625,
			Title:       "An account failed to log on",
			Consequence: "Failed logons are not visible: no password guessing or spraying. (On a quiet host there may simply have been none.)",
			How:         auditLogon,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4648,
			Title:       "A logon was tried with explicit credentials",
			Consequence: "Uses of another account's credentials (runas, remote tools) are not visible on the host that they start from. (There may simply have been none.)",
			How:         auditLogon,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4634,
			Title:       "An account was logged off",
			Consequence: "Logon sessions have no end other than the next boot.",
			How:         auditLogoff,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4647,
			Title:       "A user started a logoff",
			Consequence: "It is not visible when a user at the keyboard or over remote desktop logged off. (There may have been no such logoff.)",
			How:         auditLogoff,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4672,
			Title:       "Special privileges were given to a new logon",
			Consequence: "It is not visible which logon sessions had administrator rights.",
			How:         auditSpecial,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4608,
			Title:       "Windows is starting up",
			Consequence: "Boots are not visible in the Security log: sessions that reuse a logon ID after a boot are told apart by their logons only.",
			How:         auditState,
		},
		families:          inSecurity,
		beside:            eventName{kernelGeneral, 12},
		consequenceBeside: "Boots are known from the System log only, which serves as well.",
	},
	{
		MissingEvent: MissingEvent{
			Provider: kernelProvider, EventID: 12,
			Title:       "The operating system started",
			Consequence: "Boots are not visible in the System log: open sessions and processes have no latest possible end.",
			How:         "Always written, to the System log: collect that log too.",
		},
		families:          []family{kernelGeneral, system},
		beside:            eventName{security, 4608},
		consequenceBeside: "Boots are known from Security 4608 only, which comes some seconds after the first processes.",
	},
	{
		MissingEvent: MissingEvent{
			Provider: kernelProvider, EventID: 13,
			Title:       "The operating system is shutting down",
			Consequence: "The moment of a shutdown is not visible; the next boot bounds what was open. (The host may not have been shut down.)",
			How:         "Always written at an orderly shutdown, to the System log: collect that log too.",
		},
		families: []family{kernelGeneral, system},
	},
	{
		MissingEvent: MissingEvent{
			Provider: classicEventLog, EventID: 6005,
			Title:       "The event log service started",
			Consequence: "A second witness of boots is missing.",
			How:         "Always written, to the System log: collect that log too.",
		},
		families: []family{eventLog, system},
	},
	{
		MissingEvent: MissingEvent{
			Provider: classicEventLog, EventID: 6006,
			Title:       "The event log service stopped",
			Consequence: "A second witness of orderly shutdowns is missing.",
			How:         "Always written at an orderly shutdown, to the System log: collect that log too.",
		},
		families: []family{eventLog, system},
	},
	{
		MissingEvent: MissingEvent{
			Provider: securityProvider, EventID: 4609,
			Title:       "Windows is shutting down",
			Consequence: "Shutdowns are not visible in the Security log. Current Windows seldom writes this event; the System log tells them.",
			How:         auditState,
		},
		families: inSecurity,
	},
	{
		MissingEvent: MissingEvent{
			Provider: eventLogProvider, EventID: 1102,
			Title:       "The Security log was cleared",
			Consequence: "No clearing of the Security log is on record: it was not cleared, or the record is in a log that was not collected.",
			How:         "Always written, as the first record of the emptied Security log, whatever the audit policy is: collect that log, and forward it so that a copy outlives a clearing.",
		},
		families: []family{eventLog, security},
	},
	{
		MissingEvent: MissingEvent{
			Provider: eventLogProvider, EventID: 104,
			Title:       "A log was cleared",
			Consequence: "No clearing of another log is on record: none was cleared, or the System log was not collected.",
			How:         "Always written, to the System log: collect that log too.",
		},
		families: []family{eventLog, system},
	},
	{
		MissingEvent: MissingEvent{
			Provider: sysmonProvider, EventID: 4,
			Title:       "Sysmon service state changed",
			Consequence: "It is not visible when Sysmon was started or stopped: a silence may be a quiet host or a stopped sensor.",
			How:         "Always written by Sysmon when its service starts or stops: collect logs back to the last boot.",
		},
		families: inSysmon,
	},
	{
		MissingEvent: MissingEvent{
			Provider: sysmonProvider, EventID: 16,
			Title:       "Sysmon configuration changed",
			Consequence: "It is not visible whether the rules of Sysmon were changed. (They may not have been.)",
			How:         "Always written by Sysmon when its configuration is loaded: collect logs back to that time.",
		},
		families: inSysmon,
	},
}
