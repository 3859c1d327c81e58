package standout

// rules is the table of all rules.
var rules = []Rule{
	{
		Name: "office-starts-shell", Severity: high, Techniques: []string{"T1204.002", "T1059"},
		Title:   "A document program or browser led to a shell or script host",
		process: documentStartsShell,
	},
	{
		Name: "encoded-powershell", Severity: medium, Techniques: []string{"T1059.001", "T1027.010"},
		Title: "PowerShell was given an encoded command",
		host:  encodedPowerShell,
	},
	{
		Name: "download-cradle", Severity: medium, Techniques: []string{"T1105", "T1218"},
		Title:   "A tool of Windows was told to fetch or run something from the network",
		process: downloadCradle, innermost: true,
	},
	{
		Name: "lsass-dump", Severity: high, Techniques: []string{"T1003.001"},
		Title:   "A command line that writes the memory of LSASS, where credentials are kept",
		process: lsassDump, innermost: true,
	},
	{
		Name: "remote-execution-child", Severity: medium, Techniques: []string{"T1021", "T1047", "T1569.002"},
		Title:   "A service for remote commands started a shell or tool",
		process: remoteExecution,
	},
	{
		Name: "service-binary-odd", Severity: high, Techniques: []string{"T1543.003", "T1569.002"},
		Title:   "The service manager started a shell, or a program from a folder where services do not live",
		process: oddService,
	},
	{
		Name: "system-name-outside-its-folder", Severity: high, Techniques: []string{"T1036.005"},
		Title:   "A program bears the name of a part of Windows but runs from another folder",
		process: systemNameElsewhere,
	},
	{
		Name: "rare-parent", Severity: high, Techniques: []string{"T1036", "T1055"},
		Title:   "A core process of Windows has a parent that never starts it",
		process: rareParent,
	},
	{
		Name: "scheduled-task-created", Severity: medium, Techniques: []string{"T1053.005"},
		Title:   "A scheduled task was created by command line",
		process: scheduledTask, innermost: true,
	},
	{
		Name: "discovery-burst", Severity: medium, Techniques: []string{"T1082", "T1016", "T1033", "T1087"},
		Title: "Several tools that explore the computer and the network ran within minutes",
		host:  discoveryBursts,
	},
	{
		Name: "parent-spoofed", Severity: high, Techniques: []string{"T1134.004"},
		Title: "Sources name different parents: the parent may have been forged",
		host:  spoofedParents,
	},
	{
		Name: "failed-logon-spray", Severity: high, Techniques: []string{"T1110.003"},
		Title: "One source failed to log on to many accounts within a short time",
		host:  logonSprays,
	},
	{
		Name: "success-after-spray", Severity: high, Techniques: []string{"T1110.003", "T1078"},
		Title: "A source that had failed on many accounts then logged on",
		host:  successesAfterSprays,
	},
	{
		Name: "remote-desktop-by-loopback", Severity: high, Techniques: []string{"T1572", "T1021.001"},
		Title: "A remote desktop logon came from the host itself: its connection may have been tunnelled",
		host:  loopbackDesktops,
	},
	{
		Name: "explicit-credentials", Severity: low, Techniques: []string{"T1078", "T1550"},
		Title: "Somebody gave credentials for another computer",
		host:  explicitCredentials,
	},
	{
		Name: "log-cleared", Severity: high, Techniques: []string{"T1070.001"},
		Title: "An event log was cleared",
		host:  clearedLogs,
	},
}
