package fieldcase

import (
	"encoding/json"
	"strings"
	"testing"
)

// linuxStart is a process creation of Sysmon for Linux as NXLog ships it.
func linuxStart(t *testing.T, changes map[string]any) []byte {
	t.Helper()
	record := map[string]any{
		"EventTime": "2024-03-05 14:00:00", "Hostname": "lnx3.example.test", "EventID": 1, "SourceName": "Linux-Sysmon",
		"Channel": "Linux-Sysmon/Operational", "RecordNumber": 31, "UtcTime": "2024-03-05 14:00:00.500",
		"SystemTime": "2024-03-05T14:00:00.500000Z", "ProcessGuid": "{7c1402c3-25e0-65e7-01cc-550000000001}", "ProcessId": "6100",
		"Image": "/usr/bin/whoami", "CommandLine": "whoami", "User": "root", "LogonGuid": "{7c1402c3-0000-0000-0000-000002000000}", "LogonId": "0",
		"ParentProcessGuid": "{7c1402c3-25d0-65e7-00cc-550000000001}", "ParentProcessId": "6000", "ParentImage": "/usr/bin/bash",
	}
	for name, value := range changes {
		record[name] = value
	}
	line, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	return append(line, '\n')
}

// TestLinuxLogonIDs checks cases 084 and 085: on Linux a logon ID has 16 bits,
// and a LogonGuid may lack its time; neither joins processes to one session.
func TestLinuxLogonIDs(t *testing.T) {
	const later = "{7c1402c3-41f0-65e7-01cc-550000000002}"
	const timed = "{7c1402c3-2000-65e7-0000-000002000000}"
	for _, test := range []struct {
		name          string
		first, second map[string]any
		// sessions of the two processes: "none", "one" or "two".
		want string
	}{
		{"logon ID 0, no time in the GUID", nil, nil, "none"},
		{"a repeated 16-bit ID, no time in the GUID", map[string]any{"LogonId": "1000"}, map[string]any{"LogonId": "1000"}, "none"},
		{"a GUID with a time", map[string]any{"LogonId": "1000", "LogonGuid": timed}, map[string]any{"LogonId": "1000", "LogonGuid": timed}, "one"},
		{"two GUIDs with a time", map[string]any{"LogonId": "1000", "LogonGuid": timed},
			map[string]any{"LogonId": "1000", "LogonGuid": "{7c1402c3-3000-65e7-0000-000002000000}"}, "two"},
	} {
		t.Run(test.name, func(t *testing.T) {
			second := map[string]any{"RecordNumber": 90, "UtcTime": "2024-03-05 16:00:00.500", "SystemTime": "2024-03-05T16:00:00.500000Z", "EventTime": "2024-03-05 16:00:00", "ProcessGuid": later, "ProcessId": "7100"}
			for name, value := range test.second {
				second[name] = value
			}
			s := newMemoryStore()
			importPaths(t, s, writeInputs(t, append(linuxStart(t, test.first), linuxStart(t, second)...))...)
			x := ParseExport(s.export(t))
			for _, problem := range x.Problems {
				t.Error(problem)
			}
			keys := map[string]bool{}
			for _, p := range x.of(kindProcess) {
				if p.flag("observed") && p.has("session") {
					keys[p.text("session")] = true
				}
			}
			if got := []string{"none", "one", "two"}[len(keys)]; got != test.want {
				t.Errorf("%s session, want %s", got, test.want)
			}
			for _, l := range x.of(kindSession) {
				if strings.HasPrefix(l.text("start_hint"), "1970") || l.has("start") {
					t.Errorf("session %s has the start %v, hint %v", l.Key, l.get("start"), l.get("start_hint"))
				}
			}
		})
	}
}
