package scenario

// session is a logon session of a running host.
type session struct {
	id        uint64
	logonType uint32
	user      *account
	linked    *session
	elevated  bool
	builtIn   bool
	start     ticks
	source    string // the client's address
	index     int32  // in Truth.Sessions
	open      bool
}

// client says where a logon came from, in the words of 4624.
type client struct {
	address     string // as the record gives it; "-" for none
	source      string // the same, normalised; "" for none or the host itself
	port        uint32
	workstation string
	process     string // LogonProcessName
	pack        string // AuthenticationPackageName
	caller      *proc  // whose PID the record gives; nil for logons by network
}

// luidStep makes the next logon ID of this boot.
func (m *machine) luidStep() uint64 {
	m.luid += 16 + uint64(m.dice.below(30000))
	return m.luid
}

// builtInSessions makes the three sessions that every host has; they keep
// their identity over boots.
func (m *machine) builtInSessions() {
	create := func(id uint64, user *account) *session {
		s := &session{id: id, user: user, builtIn: true, start: m.bootedAt}
		s.index = m.sim.truth.addSession(m, s)
		return s
	}
	m.systemSession = create(0x3e7, m.sim.system)
	m.netSession = create(0x3e4, m.sim.networkService)
	m.localSession = create(0x3e5, m.sim.localService)
}

// openSession begins a session without a record.
func (m *machine) openSession(user *account, logonType uint32, elevated bool, at ticks, source string) *session {
	s := &session{id: m.luidStep(), logonType: logonType, user: user, elevated: elevated, start: at, source: source, open: true}
	s.index = m.sim.truth.addSession(m, s)
	return s
}

// logon lets user in and writes 4624 and, for administrators, 4672.
// Interactive logons of administrators make a UAC pair; the filtered half is
// returned, its linked half is the elevated one.
func (m *machine) logon(user *account, logonType uint32, from client) *session {
	at := m.tick(20 * millisecond)
	interactive := logonType == 2 || logonType == 7 || logonType == 10
	s := m.openSession(user, logonType, user.admin, at, from.source)
	result := s
	if user.admin && interactive && user.sid != m.sim.system.sid {
		filtered := m.openSession(user, logonType, false, at, from.source)
		s.linked, filtered.linked = filtered, s
		m.sim.truth.link(s, filtered)
		result = filtered
	}
	m.auditLogon(s, from)
	if result != s {
		m.auditLogon(result, from)
	}
	if user.admin {
		m.auditPrivileges(s, adminPrivileges)
	}
	return result
}

// privileges as 4672 lists them.
const (
	adminPrivileges = "SeSecurityPrivilege\r\n\t\t\tSeTakeOwnershipPrivilege\r\n\t\t\tSeLoadDriverPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\t" +
		"SeRestorePrivilege\r\n\t\t\tSeDebugPrivilege\r\n\t\t\tSeSystemEnvironmentPrivilege\r\n\t\t\tSeImpersonatePrivilege"
	systemPrivileges = "SeAssignPrimaryTokenPrivilege\r\n\t\t\tSeTcbPrivilege\r\n\t\t\t" + adminPrivileges
	windowPrivileges = "SeAssignPrimaryTokenPrivilege\r\n\t\t\tSeAuditPrivilege"
)

const nullGUID = "00000000-0000-0000-0000-000000000000"

// auditLogon writes 4624.
func (m *machine) auditLogon(s *session, from client) {
	if !m.host.Policy.Security {
		return
	}
	e := m.securityEvent(4624, 2, 12544, m.lsass)
	callerPID, callerImage, impersonation := uint64(0), "-", "%%1833"
	switch {
	case from.caller != nil:
		m.subject(e, m.systemSession)
		callerPID, callerImage = uint64(from.caller.pid), from.caller.prog.image
	default:
		nobody(e)
	}
	var linked uint64
	if s.linked != nil {
		linked = s.linked.id
	}
	e.Data = append(e.Data, sid("TargetUserSid", s.user.sid), text("TargetUserName", s.user.name), text("TargetDomainName", s.user.domain),
		hexadecimal("TargetLogonId", s.id), number("LogonType", s.logonType), text("LogonProcessName", from.process), text("AuthenticationPackageName", from.pack),
		text("WorkstationName", orDash(from.workstation)), guid("LogonGuid", nullGUID), text("TransmittedServices", "-"), text("LmPackageName", lanManager(from.pack)),
		number("KeyLength", keyLength(from.pack)), hexadecimal("ProcessId", callerPID), text("ProcessName", callerImage), text("IpAddress", orDash(from.address)),
		text("IpPort", portText(from)), text("ImpersonationLevel", impersonation), text("RestrictedAdminMode", "-"), text("TargetOutboundUserName", "-"),
		text("TargetOutboundDomainName", "-"), text("VirtualAccount", yesNo(s.user.domain == "Window Manager" || s.user.domain == "Font Driver Host")),
		hexadecimal("TargetLinkedLogonId", linked), text("ElevatedToken", yesNo(s.elevated)))
	if at := m.sim.emit(m, &m.securityLog, m.tick(millisecond)); at != 0 {
		m.sim.truth.logged(s, at)
	}
}

func yesNo(yes bool) string {
	if yes {
		return "%%1842"
	}
	return "%%1843"
}

func lanManager(pack string) string {
	if pack == "NTLM" {
		return "NTLM V2"
	}
	return "-"
}

func keyLength(pack string) uint32 {
	if pack == "NTLM" {
		return 128
	}
	return 0
}

func portText(from client) string {
	if from.address == "" || from.address == "-" {
		return "-"
	}
	return string(appendDigits(nil, int64(from.port), 1))
}

// auditPrivileges writes 4672.
func (m *machine) auditPrivileges(s *session, list string) {
	if !m.host.Policy.Security {
		return
	}
	e := m.securityEvent(4672, 0, 12548, m.lsass)
	e.Data = append(e.Data, sid("SubjectUserSid", s.user.sid), text("SubjectUserName", s.user.name),
		text("SubjectDomainName", s.user.domain), hexadecimal("SubjectLogonId", s.id), text("PrivilegeList", list))
	m.sim.emit(m, &m.securityLog, m.tick(millisecond/4))
}

// logoff ends a session and writes 4634.
func (m *machine) logoff(s *session) {
	if s == nil || !s.open {
		return
	}
	s.open = false
	if !m.host.Policy.Security {
		return
	}
	e := m.securityEvent(4634, 0, 12545, m.lsass)
	m.target(e, s)
	e.Data = append(e.Data, number("LogonType", s.logonType))
	m.sim.truth.loggedOff(s, m.sim.emit(m, &m.securityLog, m.tick(millisecond)), false)
}

// userLogsOff writes 4647, which comes before the 4634.
func (m *machine) userLogsOff(s *session) {
	if !m.host.Policy.Security {
		return
	}
	e := m.securityEvent(4647, 0, 12545, m.lsass)
	m.target(e, s)
	m.sim.truth.loggedOff(s, m.sim.emit(m, &m.securityLog, m.tick(millisecond)), true)
}

func (m *machine) target(e *Event, s *session) {
	e.Data = append(e.Data, sid("TargetUserSid", s.user.sid), text("TargetUserName", s.user.name),
		text("TargetDomainName", s.user.domain), hexadecimal("TargetLogonId", s.id))
}

// serviceLogon writes the 4624 and 4672 that each started service of SYSTEM
// leaves: the same logon ID 0x3e7 again and again.
func (m *machine) serviceLogon() {
	s := *m.systemSession
	s.logonType, s.elevated = 5, true
	m.auditLogon(&s, client{process: "Advapi  ", pack: "Negotiate", caller: m.services})
	m.auditPrivileges(&s, systemPrivileges)
}

// failedLogon writes 4625 for a logon by network: 0xc000006a is a wrong
// password, 0xc0000064 an unknown user.
func (m *machine) failedLogon(name string, known bool, from client) {
	if !m.host.Policy.Security {
		return
	}
	e := m.securityEvent(4625, 0, 12544, m.lsass)
	e.Keywords = auditFailure
	nobody(e)
	sub := uint64(0xc000006a)
	if !known {
		sub = 0xc0000064
	}
	e.Data = append(e.Data, sid("TargetUserSid", "S-1-0-0"), text("TargetUserName", name), text("TargetDomainName", netbios),
		Field{Name: "Status", Type: Hex32Field, Number: 0xc000006d}, text("FailureReason", "%%2313"), Field{Name: "SubStatus", Type: Hex32Field, Number: sub},
		number("LogonType", 3), text("LogonProcessName", from.process), text("AuthenticationPackageName", from.pack), text("WorkstationName", orDash(from.workstation)),
		text("TransmittedServices", "-"), text("LmPackageName", "-"), number("KeyLength", 0), hexadecimal("ProcessId", 0), text("ProcessName", "-"),
		text("IpAddress", orDash(from.address)), text("IpPort", portText(from)))
	m.sim.truth.attempt(m, 4625, m.sim.emit(m, &m.securityLog, m.tick(millisecond)), netbios+`\`+name, from.source)
}

// explicitLogon writes 4648: caller, in session by, uses another account's
// password against a server ("localhost" is this host).
func (m *machine) explicitLogon(by *session, target *account, server string, caller *proc, address string) {
	if !m.host.Policy.Security {
		return
	}
	e := m.securityEvent(4648, 0, 12544, m.lsass)
	m.subject(e, by)
	port := "0"
	if address == "-" {
		port = "-"
	}
	info := server
	e.Data = append(e.Data, guid("LogonGuid", nullGUID), text("TargetUserName", target.name), text("TargetDomainName", target.domain), guid("TargetLogonGuid", nullGUID),
		text("TargetServerName", server), text("TargetInfo", info), hexadecimal("ProcessId", uint64(caller.pid)), text("ProcessName", caller.prog.image),
		text("IpAddress", address), text("IpPort", port))
	m.sim.truth.attempt(m, 4648, m.sim.emit(m, &m.securityLog, m.tick(millisecond)), target.display(), "")
}
