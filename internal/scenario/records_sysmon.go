package scenario

import (
	"encoding/hex"
	"slices"
)

const (
	sysmonProvider = "Microsoft-Windows-Sysmon"
	sysmonGUID     = "5770385f-c22a-43e0-bf4c-06f5698ffbd9"
)

func text(name, value string) Field { return Field{Name: name, Type: TextField, Text: value} }
func sid(name, value string) Field  { return Field{Name: name, Type: SIDField, Text: value} }
func guid(name, value string) Field { return Field{Name: name, Type: GUIDField, Text: value} }
func number(name string, n uint32) Field {
	return Field{Name: name, Type: UInt32Field, Number: uint64(n)}
}
func hexadecimal(name string, n uint64) Field {
	return Field{Name: name, Type: HexField, Number: n}
}

// guidText writes lower case without braces.
func guidText(g [16]byte) string {
	var b [36]byte
	hex.Encode(b[0:8], g[0:4])
	hex.Encode(b[9:13], g[4:6])
	hex.Encode(b[14:18], g[6:8])
	hex.Encode(b[19:23], g[8:10])
	hex.Encode(b[24:36], g[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// orDash is how Sysmon shows a value it does not have.
func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// sysmonSees says whether the sensor's configuration lets p through.
func (m *machine) sysmonSees(p *proc) bool {
	return m.host.Policy.Sysmon && !slices.Contains(m.host.Policy.SysmonExcludes, p.prog.name)
}

// sysmonEvent fills the lent event with what all of the sensor's records
// share. What the driver saw before the service ran is written when it runs.
func (m *machine) sysmonEvent(id uint32, version uint8, at ticks) ticks {
	e := &m.sim.event
	*e = Event{Provider: sysmonProvider, ProviderGUID: sysmonGUID, Channel: SysmonChannel, EventID: id, Version: version,
		Level: 4, Task: uint16(id), Keywords: 0x8000000000000000, ProcessID: m.sensorPID, ThreadID: m.sensorPID + 1136, UserSID: "S-1-5-18", Data: e.Data[:0]}
	return max(at+m.dice.between(millisecond/2, 6*millisecond), m.sensorFrom)
}

// sysmonStart writes Sysmon 1 and says whether it is in the log.
func (m *machine) sysmonStart(p *proc, s spawn) bool {
	if !m.sysmonSees(p) {
		return false
	}
	parent := s.parent
	if s.claimed != nil {
		parent = s.claimed
	}
	written := m.sysmonEvent(1, 5, p.start)
	e := &m.sim.event
	e.Data = append(e.Data,
		text("RuleName", "-"), text("UtcTime", p.start.utcTime()), guid("ProcessGuid", guidText(p.guid)), number("ProcessId", p.pid),
		text("Image", p.prog.image), text("FileVersion", orDash(p.prog.version)), text("Description", orDash(p.prog.description)),
		text("Product", orDash(p.prog.product)), text("Company", orDash(p.prog.company)), text("OriginalFileName", orDash(p.prog.original)),
		text("CommandLine", p.cmd), text("CurrentDirectory", p.dir), text("User", p.sess.user.display()),
		guid("LogonGuid", guidText(m.guid(p.sess.start, p.sess.id))), hexadecimal("LogonId", p.sess.id), number("TerminalSessionId", uint32(p.terminal)),
		text("IntegrityLevel", p.level.name()), text("Hashes", p.prog.hashes),
		guid("ParentProcessGuid", guidText(parent.guid)), number("ParentProcessId", parent.pid), text("ParentImage", parent.prog.image),
		text("ParentCommandLine", parent.cmd), text("ParentUser", parent.sess.user.display()))
	if m.sim.emit(m, &m.sysmonLog, written) == 0 {
		return false
	}
	m.sim.truth.recorded(p, SysmonStart, 0)
	return true
}

// sysmonEnd writes Sysmon 5.
func (m *machine) sysmonEnd(p *proc, at ticks) {
	if !m.sysmonSees(p) {
		return
	}
	written := m.sysmonEvent(5, 3, at)
	e := &m.sim.event
	e.Data = append(e.Data, text("RuleName", "-"), text("UtcTime", at.utcTime()), guid("ProcessGuid", guidText(p.guid)),
		number("ProcessId", p.pid), text("Image", p.prog.image), text("User", p.sess.user.display()))
	if m.sim.emit(m, &m.sysmonLog, written) != 0 {
		m.sim.truth.recorded(p, SysmonEnd, 0)
	}
}

// sysmonState writes Sysmon 4: the sensor started or stopped.
func (m *machine) sysmonState(state string, at ticks) {
	if !m.host.Policy.Sysmon {
		return
	}
	written := m.sysmonEvent(4, 3, at)
	e := &m.sim.event
	e.Data = append(e.Data, text("UtcTime", at.utcTime()), text("State", state), text("Version", "15.15"), text("SchemaVersion", "4.90"))
	m.sim.emit(m, &m.sysmonLog, written)
}
