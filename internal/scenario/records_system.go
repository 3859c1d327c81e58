package scenario

import "fmt"

const (
	kernelProvider   = "Microsoft-Windows-Kernel-General"
	kernelGUID       = "a68ca8b7-004f-d7b6-a698-07e2de0f1f5d"
	eventLogProvider = "Microsoft-Windows-Eventlog"
	eventLogGUID     = "fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148"
	clearedNamespace = "http://manifests.microsoft.com/win/2004/08/windows/eventlog"
)

// kernelStarted writes System 12, the first record of a boot.
func (m *machine) kernelStarted(at ticks) {
	e := &m.sim.event
	*e = Event{Provider: kernelProvider, ProviderGUID: kernelGUID, Channel: SystemChannel, EventID: 12, Version: 1, Level: 4, Task: 1,
		Keywords: 0x8000000000000080, ProcessID: 4, ThreadID: 8, UserSID: "S-1-5-18", Data: append(e.Data[:0],
			number("MajorVersion", 10), number("MinorVersion", 0), number("BuildVersion", 22621), number("QfeVersion", 3672),
			number("ServiceVersion", 0), number("BootMode", 0), Field{Name: "StartTime", Type: TimeField, Number: uint64(at)})}
	if m.sim.emit(m, &m.systemLog, at) != 0 {
		m.sim.truth.booted(m, at)
	}
}

// kernelStops writes System 13, the last record before the power goes off.
func (m *machine) kernelStops(at ticks) {
	e := &m.sim.event
	*e = Event{Provider: kernelProvider, ProviderGUID: kernelGUID, Channel: SystemChannel, EventID: 13, Version: 0, Level: 4, Task: 2,
		Keywords: 0x8000000000000080, ProcessID: 4, ThreadID: 8, UserSID: "S-1-5-18",
		Data: append(e.Data[:0], Field{Name: "StopTime", Type: TimeField, Number: uint64(at)})}
	m.sim.emit(m, &m.systemLog, at)
}

// eventLogService writes the classic 6005 (started) or 6006 (stopped).
func (m *machine) eventLogService(id uint32, at ticks) {
	e := &m.sim.event
	*e = Event{Provider: "EventLog", Channel: SystemChannel, EventID: id, Qualifiers: 0x8000, Level: 4, Keywords: 0x80000000000000,
		Data: append(e.Data[:0], Field{Name: "Binary", Type: BinaryField, Text: systemTimeBytes(at)})}
	m.sim.emit(m, &m.systemLog, at)
}

// systemTimeBytes is the SYSTEMTIME that 6005 carries as binary data.
func systemTimeBytes(at ticks) string {
	t := at.time()
	text := ""
	for _, n := range []int{t.Year(), int(t.Month()), int(t.Weekday()), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond() / 1_000_000} {
		text += fmt.Sprintf("%02X%02X", n&0xff, n>>8)
	}
	return text
}

// securityCleared writes 1102: its provider is the event log itself, and its
// subject stands in UserData.
func (m *machine) securityCleared(s *session) {
	e := &m.sim.event
	*e = Event{Provider: eventLogProvider, ProviderGUID: eventLogGUID, Channel: SecurityChannel, EventID: 1102, Level: 4, Task: 104,
		Keywords: 0x4020000000000000, ProcessID: m.hosts["EventLog"].pid, ThreadID: m.hosts["EventLog"].pid + 340, UserData: "LogFileCleared", Namespace: clearedNamespace, Data: e.Data[:0]}
	m.subject(e, s)
	e.Data[1].Text, e.Data[2].Text = s.user.name, s.user.domain
	m.sim.emit(m, &m.securityLog, m.tick(2*millisecond))
}

// systemCleared writes System 104.
func (m *machine) systemCleared(s *session) {
	e := &m.sim.event
	*e = Event{Provider: eventLogProvider, ProviderGUID: eventLogGUID, Channel: SystemChannel, EventID: 104, Level: 4, Task: 104,
		Keywords: 0x8000000000000000, ProcessID: m.hosts["EventLog"].pid, ThreadID: m.hosts["EventLog"].pid + 340, UserSID: s.user.sid,
		UserData: "LogFileCleared", Namespace: clearedNamespace, Data: append(e.Data[:0],
			text("SubjectUserName", s.user.name), text("SubjectDomainName", s.user.domain), text("Channel", "System"), text("BackupPath", ""))}
	m.sim.emit(m, &m.systemLog, m.tick(2*millisecond))
}

// auditStarted writes 4608: Windows is starting up.
func (m *machine) auditStarted() {
	if m.host.Policy.Security {
		m.securityEvent(4608, 0, 12288, m.lsass)
		m.sim.emit(m, &m.securityLog, m.tick(100*millisecond))
	}
}
