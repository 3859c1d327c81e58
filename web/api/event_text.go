package api

import (
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// usedEvent is an event that procgraph reads: what is not visible without it,
// and the setting that brings it.
type usedEvent struct {
	MissingEvent
	// families are the providers and channels that the event is counted under.
	families []family
	// beside, when the inputs hold it, tells much of the same; then
	// consequenceBeside stands in place of Consequence.
	beside            eventName
	consequenceBeside string
}

// eventName is an event by family and id: ids mean nothing without their provider.
type eventName struct {
	family family
	id     uint32
}

// family is a provider, or a channel where the input does not carry the
// provider; what both stand for is one family.
type family string

const (
	sysmon        family = "sysmon"
	security      family = "security"
	system        family = "system"
	kernelGeneral family = "kernel-general"
	eventLog      family = "eventlog"
	powerShell    family = "powershell"
	classicShell  family = "powershell-classic"
	wmi           family = "wmi"
	taskScheduler family = "task-scheduler"
	services      family = "service-control-manager"
	defender      family = "defender"
	rdpSessions   family = "rdp-local"
	rdpNetwork    family = "rdp-remote"
	winRM         family = "winrm"
	bits          family = "bits"
	appLocker     family = "applocker"
	codeIntegrity family = "code-integrity"
)

// families by provider and channel, in lower case.
var families = map[string]family{
	"microsoft-windows-sysmon":                               sysmon,
	"microsoft-windows-sysmon/operational":                   sysmon,
	"microsoft-windows-security-auditing":                    security,
	"security":                                               security,
	"system":                                                 system,
	"microsoft-windows-kernel-general":                       kernelGeneral,
	"microsoft-windows-eventlog":                             eventLog,
	"eventlog":                                               eventLog,
	"microsoft-windows-powershell":                           powerShell,
	"microsoft-windows-powershell/operational":               powerShell,
	"powershellcore":                                         powerShell,
	"powershellcore/operational":                             powerShell,
	"powershell":                                             classicShell,
	"windows powershell":                                     classicShell,
	"microsoft-windows-wmi-activity":                         wmi,
	"microsoft-windows-wmi-activity/operational":             wmi,
	"microsoft-windows-taskscheduler":                        taskScheduler,
	"microsoft-windows-taskscheduler/operational":            taskScheduler,
	"service control manager":                                services,
	"microsoft-windows-windows defender":                     defender,
	"microsoft-windows-windows defender/operational":         defender,
	"microsoft-windows-terminalservices-localsessionmanager": rdpSessions,
	"microsoft-windows-terminalservices-localsessionmanager/operational":     rdpSessions,
	"microsoft-windows-terminalservices-remoteconnectionmanager":             rdpNetwork,
	"microsoft-windows-terminalservices-remoteconnectionmanager/operational": rdpNetwork,
	"microsoft-windows-winrm":                     winRM,
	"microsoft-windows-winrm/operational":         winRM,
	"microsoft-windows-bits-client":               bits,
	"microsoft-windows-bits-client/operational":   bits,
	"microsoft-windows-applocker":                 appLocker,
	"microsoft-windows-applocker/exe and dll":     appLocker,
	"microsoft-windows-applocker/msi and script":  appLocker,
	"microsoft-windows-codeintegrity":             codeIntegrity,
	"microsoft-windows-codeintegrity/operational": codeIntegrity,
}

func familyOf(provider string) family { return families[strings.ToLower(provider)] }

// eventTitle says in a few words what an event is; "" when there are no words for it.
func eventTitle(provider string, id uint32) string {
	f := familyOf(provider)
	for i := range usedEvents {
		if e := &usedEvents[i]; e.EventID == id && slices.Contains(e.families, f) {
			return e.Title
		}
	}
	return eventTitles[f][id]
}

// missingEvents are the events of the graph that no input holds, the one that
// matters most first.
func missingEvents(counts []graph.EventCount) []MissingEvent {
	present := map[eventName]bool{}
	for _, c := range counts {
		if f := familyOf(c.Provider); c.Count > 0 && f != "" {
			present[eventName{f, c.EventID}] = true
		}
	}
	missing := []MissingEvent{}
	for i := range usedEvents {
		e := &usedEvents[i]
		if slices.ContainsFunc(e.families, func(f family) bool { return present[eventName{f, e.EventID}] }) {
			continue
		}
		m := e.MissingEvent
		if present[e.beside] {
			m.Consequence = e.consequenceBeside
		}
		missing = append(missing, m)
	}
	return missing
}
