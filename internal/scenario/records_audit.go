package scenario

const (
	securityProvider = "Microsoft-Windows-Security-Auditing"
	securityGUID     = "54849625-5478-4994-a5ba-3e3b0328c30d"
	auditSuccess     = 0x8020000000000000
	auditFailure     = 0x8010000000000000
)

// securityEvent fills the lent event with what all audit records share. The
// logger is lsass.exe, for process events the kernel.
func (m *machine) securityEvent(id uint32, version uint8, task uint16, logger *proc) *Event {
	var pid uint32 = 4
	if logger != nil {
		pid = logger.pid
	}
	e := &m.sim.event
	*e = Event{Provider: securityProvider, ProviderGUID: securityGUID, Channel: SecurityChannel, EventID: id, Version: version,
		Task: task, Keywords: auditSuccess, ProcessID: pid, ThreadID: pid + 56, Data: e.Data[:0]}
	return e
}

// auditName is how the Security log names the subject of a session: the
// computer's account stands for SYSTEM and NETWORK SERVICE.
func (m *machine) auditName(s *session) (domain, name string) {
	if s == m.systemSession || s == m.netSession {
		return m.self.domain, m.self.name
	}
	return s.user.domain, s.user.name
}

// subject appends the four fields of the account that acts.
func (m *machine) subject(e *Event, s *session) {
	domain, name := m.auditName(s)
	e.Data = append(e.Data, sid("SubjectUserSid", s.user.sid), text("SubjectUserName", name),
		text("SubjectDomainName", domain), hexadecimal("SubjectLogonId", s.id))
}

// nobody appends the subject of a logon that comes over the network.
func nobody(e *Event) {
	e.Data = append(e.Data, sid("SubjectUserSid", "S-1-0-0"), text("SubjectUserName", "-"),
		text("SubjectDomainName", "-"), hexadecimal("SubjectLogonId", 0))
}

// elevation is the TokenElevationType of a process: full tokens of those who
// have only one, full and limited halves of a UAC pair.
func (s *session) elevation() string {
	switch {
	case s.linked == nil:
		return "%%1936"
	case s.elevated:
		return "%%1937"
	}
	return "%%1938"
}

// auditStart writes 4688 and says whether it is in the log. Its time is the
// start, give or take a moment.
func (m *machine) auditStart(p *proc, s spawn) bool {
	if !m.host.Policy.Security {
		return false
	}
	e := m.securityEvent(4688, 2, 13312, nil)
	m.subject(e, s.creator)
	targetSID, targetName, targetDomain, targetLogon := "S-1-0-0", "-", "-", uint64(0)
	if s.creator != p.sess {
		targetName, targetDomain, targetLogon = p.sess.user.name, p.sess.user.domain, p.sess.id
		if p.sess.user.sid != "S-1-5-18" {
			targetSID = p.sess.user.sid
		}
	}
	e.Data = append(e.Data, hexadecimal("NewProcessId", uint64(p.pid)), text("NewProcessName", p.prog.image),
		text("TokenElevationType", p.sess.elevation()), hexadecimal("ProcessId", uint64(s.parent.pid)), text("CommandLine", p.cmd),
		sid("TargetUserSid", targetSID), text("TargetUserName", targetName), text("TargetDomainName", targetDomain), hexadecimal("TargetLogonId", targetLogon),
		text("ParentProcessName", auditImage(s.parent)), sid("MandatoryLabel", p.level.sid()))
	at := m.sim.emit(m, &m.securityLog, p.start+m.dice.between(0, millisecond))
	if at == 0 {
		return false
	}
	m.sim.truth.recorded(p, AuditStart, at)
	return true
}

// auditImage is a creator's image; the kernel's is empty in 4688.
func auditImage(p *proc) string {
	if p.prog.image == "System" {
		return ""
	}
	return p.prog.image
}

// auditEnd writes 4689. It names the process's own account, not its creator's.
func (m *machine) auditEnd(p *proc, at ticks, status uint32) {
	if !m.host.Policy.Security || !m.host.Policy.Exits {
		return
	}
	e := m.securityEvent(4689, 0, 13313, nil)
	m.subject(e, p.sess)
	e.Data = append(e.Data, Field{Name: "Status", Type: Hex32Field, Number: uint64(status)}, hexadecimal("ProcessId", uint64(p.pid)), text("ProcessName", p.prog.image))
	if written := m.sim.emit(m, &m.securityLog, at+m.dice.between(0, millisecond)); written != 0 {
		m.sim.truth.recorded(p, AuditEnd, written)
	}
}
