package jsonl

// ecsRule says which ECS member took which field's place.
type ecsRule struct {
	field string
	top   name
	path  []string
}

// The pipelines of Winlogbeat's own modules rename these fields.
// Source: https://github.com/elastic/beats/issues/31528 and the ingest
// pipelines "winlogbeat-sysmon" and "winlogbeat-security" shipped with Winlogbeat 8.
var (
	ecsSysmonProcess = []ecsRule{
		{"ProcessGuid", nameProcessLower, []string{"entity_id"}},
		{"ProcessId", nameProcessLower, []string{"pid"}},
		{"Image", nameProcessLower, []string{"executable"}},
		{"CommandLine", nameProcessLower, []string{"command_line"}},
		{"CurrentDirectory", nameProcessLower, []string{"working_directory"}},
		{"ParentProcessGuid", nameProcessLower, []string{"parent", "entity_id"}},
		{"ParentProcessId", nameProcessLower, []string{"parent", "pid"}},
		{"ParentImage", nameProcessLower, []string{"parent", "executable"}},
		{"ParentCommandLine", nameProcessLower, []string{"parent", "command_line"}},
		{"OriginalFileName", nameProcessLower, []string{"pe", "original_file_name"}},
		{"FileVersion", nameProcessLower, []string{"pe", "file_version"}},
		{"Description", nameProcessLower, []string{"pe", "description"}},
		{"Product", nameProcessLower, []string{"pe", "product"}},
		{"Company", nameProcessLower, []string{"pe", "company"}},
	}
	ecsSecurityStart = []ecsRule{
		{"NewProcessId", nameProcessLower, []string{"pid"}},
		{"NewProcessName", nameProcessLower, []string{"executable"}},
		{"CommandLine", nameProcessLower, []string{"command_line"}},
		{"ProcessId", nameProcessLower, []string{"parent", "pid"}},
		{"ParentProcessName", nameProcessLower, []string{"parent", "executable"}},
	}
	ecsSecurityExit = []ecsRule{
		{"ProcessId", nameProcessLower, []string{"pid"}},
		{"ProcessName", nameProcessLower, []string{"executable"}},
	}
)

const (
	providerSysmon   = "Microsoft-Windows-Sysmon"
	providerSecurity = "Microsoft-Windows-Security-Auditing"
)

// ecsRules returns the rules for an event; nil when the pipelines leave its fields alone.
func ecsRules(provider string, eventID uint32) []ecsRule {
	switch {
	case provider == providerSysmon && (eventID == 1 || eventID == 5):
		return ecsSysmonProcess
	case provider == providerSecurity && eventID == 4688:
		return ecsSecurityStart
	case provider == providerSecurity && eventID == 4689:
		return ecsSecurityExit
	}
	return nil
}

// ecsUser gives back Sysmon's User and Hashes. The pipeline splits User into
// user.domain and user.name; user.id stays the logger's and is not touched.
func (e *event) ecsUser() {
	if e.rec.Provider != providerSysmon {
		return
	}
	f := &e.parser.fill
	user := e.obj.slots[nameUserLower]
	domain, userName := getText(user, "domain"), getText(user, "name")
	if len(userName) > 0 && !f.has("User") {
		full := string(userName)
		if len(domain) > 0 {
			full = string(domain) + `\` + full
		}
		f.addText("User", full)
	}
	if hashes := e.ecsHashes(); hashes != "" && !f.has("Hashes") {
		f.addText("Hashes", hashes)
	}
}

// ecsHashes puts the hashes together in Sysmon's form "SHA1=...,MD5=...".
func (e *event) ecsHashes() string {
	process, out := e.obj.slots[nameProcessLower], ""
	for _, kind := range []struct {
		name string
		path []string
	}{
		{"SHA1", []string{"hash", "sha1"}}, {"MD5", []string{"hash", "md5"}},
		{"SHA256", []string{"hash", "sha256"}}, {"IMPHASH", []string{"pe", "imphash"}},
	} {
		if text := getText(process, kind.path...); len(text) > 0 {
			if out != "" {
				out += ","
			}
			out += kind.name + "=" + string(text)
		}
	}
	return out
}
