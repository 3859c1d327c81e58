package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest"
)

// TestUsedEventsAreThoseOfTheIngest compares the table with what the readers use.
func TestUsedEventsAreThoseOfTheIngest(t *testing.T) {
	channels := map[string]string{sysmonProvider: "Microsoft-Windows-Sysmon/Operational", securityProvider: "Security", kernelProvider: "System", classicEventLog: "System"}
	known := map[eventName]bool{}
	for _, e := range usedEvents {
		if e.Title == "" || e.Consequence == "" || e.How == "" || len(e.families) == 0 {
			t.Errorf("%s %d lacks words", e.Provider, e.EventID)
		}
		if (e.beside.id == 0) != (e.consequenceBeside == "") {
			t.Errorf("%s %d: beside %v, but the words are %q", e.Provider, e.EventID, e.beside, e.consequenceBeside)
		}
		if !slices.Contains(e.families, familyOf(e.Provider)) {
			t.Errorf("%s %d is not found by its own provider", e.Provider, e.EventID)
		}
		channel := channels[e.Provider]
		if e.Provider == eventLogProvider {
			channel = map[uint32]string{1102: "Security", 104: "System"}[e.EventID]
		}
		if !ingest.Uses(e.Provider, channel, e.EventID) {
			t.Errorf("%s %d is in the table and not used", e.Provider, e.EventID)
		}
		for _, f := range e.families {
			known[eventName{f, e.EventID}] = true
		}
	}
	for provider, channel := range channels {
		for id := range uint32(10_000) {
			if ingest.Uses(provider, channel, id) && !known[eventName{familyOf(provider), id}] {
				t.Errorf("%s %d is used and not in the table", provider, id)
			}
		}
	}
}

// TestAuditSettings: each event of the Security log names its audit setting.
func TestAuditSettings(t *testing.T) {
	subcategory := map[uint32]string{
		4688: "Process Creation", 4689: "Process Termination", 4624: "Logon", 4625: "Logon", 4648: "Logon",
		4634: "Logoff", 4647: "Logoff", 4672: "Special Logon", 4608: "Security State Change", 4609: "Security State Change",
	}
	for _, m := range missingEvents(nil) {
		want, ok := subcategory[m.EventID]
		if ok && (!strings.Contains(m.How, `"`+want+`"`) || !strings.Contains(m.How, "auditpol /set /subcategory:")) {
			t.Errorf("%d: %s", m.EventID, m.How)
		}
		if m.EventID == 4688 && !strings.Contains(m.How, "Include command line in process creation events") {
			t.Errorf("4688: %s", m.How)
		}
		if m.EventID == 4625 && !strings.Contains(m.How, "/failure:enable") {
			t.Errorf("4625: %s", m.How)
		}
	}
}

func find(list []MissingEvent, id uint32) *MissingEvent {
	for i := range list {
		if list[i].EventID == id {
			return &list[i]
		}
	}
	return nil
}

func TestMissingEvents(t *testing.T) {
	if n := len(missingEvents(nil)); n != len(usedEvents) {
		t.Errorf("%d of %d are missing where nothing was read", n, len(usedEvents))
	}
	nothing := find(missingEvents(nil), 4688)
	for _, c := range []struct {
		provider string
		id       uint32
	}{
		{"Security", 4688}, {"MICROSOFT-WINDOWS-SECURITY-AUDITING", 4688}, {"Security", 1102}, {"Microsoft-Windows-Eventlog", 1102},
		{"System", 104}, {"System", 12}, {"System", 6005}, {"Microsoft-Windows-Sysmon/Operational", 1}, {"EventLog", 6006},
	} {
		if m := find(missingEvents([]graph.EventCount{{Provider: c.provider, EventID: c.id, Count: 1}}), c.id); m != nil {
			t.Errorf("%s %d is present and missing", c.provider, c.id)
		}
	}
	for _, provider := range []string{"", "Some-Other-Provider", "Microsoft-Windows-Sysmon"} {
		if find(missingEvents([]graph.EventCount{{Provider: provider, EventID: 4688, Count: 1}}), 4688) == nil {
			t.Errorf("4688 of %q counts as that of the Security log", provider)
		}
	}
	beside := find(missingEvents([]graph.EventCount{{Provider: sysmonProvider, EventID: 1, Count: 1}}), 4688)
	if nothing == nil || beside == nil || beside.Consequence == nothing.Consequence || beside.Consequence == "" {
		t.Errorf("beside Sysmon 1: %+v, alone: %+v", beside, nothing)
	}
	unknown := missingEvents([]graph.EventCount{{Provider: "Some-Other-Provider", EventID: 0, Count: 1}})
	for _, m := range unknown {
		if m.Consequence == "" {
			t.Errorf("%d has no consequence", m.EventID)
		}
	}
}

func TestEventTitles(t *testing.T) {
	for _, c := range []struct {
		provider string
		id       uint32
		known    bool
	}{
		{"Microsoft-Windows-Sysmon", 1, true}, {"microsoft-windows-sysmon/operational", 22, true}, {"Microsoft-Windows-Security-Auditing", 5156, true},
		{"Security", 4663, true}, {"Microsoft-Windows-PowerShell", 4104, true}, {"PowerShell", 400, true}, {"Service Control Manager", 7045, true},
		{"Microsoft-Windows-Eventlog", 1102, true}, {"Microsoft-Windows-Kernel-General", 13, true},
		{"Some-Other-Provider", 1, false}, {"", 0, false}, {"Microsoft-Windows-Sysmon", 4688, false},
	} {
		if title := eventTitle(c.provider, c.id); (title != "") != c.known {
			t.Errorf("%s %d is %q", c.provider, c.id, title)
		}
	}
}
