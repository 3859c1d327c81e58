package graph

// fieldNames are the events' own words for the fields, by number.
var fieldNames = [...]string{
	NoField: "", ProcessGUID: "ProcessGuid", ProcessPID: "ProcessId", Image: "Image", CommandLine: "CommandLine",
	CurrentDirectory: "CurrentDirectory", IntegrityLevel: "IntegrityLevel", TokenElevation: "TokenElevationType", Hashes: "Hashes",
	OriginalFileName: "OriginalFileName", Description: "Description", Product: "Product", Company: "Company", FileVersion: "FileVersion",
	TerminalSessionID: "TerminalSessionId", ExitStatus: "ExitStatus", ParentGUID: "ParentProcessGuid", ParentPID: "ParentProcessId",
	ParentImage: "ParentImage", ParentCommandLine: "ParentCommandLine", ParentUser: "ParentUser", UserText: "User", LogonID: "LogonId",
	LogonGUID: "LogonGuid", SubjectSID: "SubjectUserSid", SubjectDomain: "SubjectDomainName", SubjectName: "SubjectUserName",
	SubjectLogonID: "SubjectLogonId", TargetSID: "TargetUserSid", TargetDomain: "TargetDomainName", TargetName: "TargetUserName",
	TargetLogonID: "TargetLogonId", LogonType: "LogonType", LogonProcess: "LogonProcessName", AuthPackage: "AuthenticationPackageName",
	Workstation: "WorkstationName", SourceAddress: "IpAddress", SourcePort: "IpPort", ElevatedToken: "ElevatedToken",
	LinkedLogonID: "TargetLinkedLogonId", OutboundDomain: "TargetOutboundDomainName", OutboundName: "TargetOutboundUserName",
	TargetServer: "TargetServerName", TargetInfo: "TargetInfo", Status: "Status", SubStatus: "SubStatus", Privileges: "PrivilegeList",
	ClearedLog: "Channel", SensorDetail: "Detail", PackageName: "LmPackageName", KeyLength: "KeyLength",
}

// String is the field's name in the events themselves; where Sysmon and the
// Security log differ, Sysmon's.
func (f Field) String() string {
	if int(f) < len(fieldNames) {
		return fieldNames[f]
	}
	return ""
}

// String is the flaw in plain words.
func (f Flaw) String() string {
	switch f {
	case FieldLost:
		return "an exporter dropped a field"
	case FieldRecovered:
		return "a dropped field was read from the message text"
	case SchemaMismatch:
		return "values stand under the wrong names"
	case ValueTruncated:
		return "a value was cut short"
	case TextRepaired:
		return "bytes that are no valid text became U+FFFD"
	case UnsafeText:
		return "the text holds control or direction characters"
	case TimeUnparseable:
		return "no time could be read"
	}
	return ""
}
