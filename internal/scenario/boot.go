package scenario

import "fmt"

// service is one svchost.exe of a booted host.
type service struct{ group, name, user string }

// bootServices start with every host; user is S (SYSTEM), N (NETWORK SERVICE)
// or L (LOCAL SERVICE).
var bootServices = []service{
	{"DcomLaunch", "", "S"}, {"RPCSS", "RpcSs", "N"}, {"DcomLaunch", "LSM", "S"}, {"LocalServiceNetworkRestricted", "EventLog", "L"},
	{"netsvcs", "Schedule", "S"}, {"netsvcs", "ProfSvc", "S"}, {"LocalService", "nsi", "L"}, {"LocalServiceNetworkRestricted", "Dhcp", "L"},
	{"NetworkService", "Dnscache", "N"}, {"NetworkService", "NlaSvc", "N"}, {"netsvcs", "UserManager", "S"}, {"netsvcs", "gpsvc", "S"},
	{"LocalSystemNetworkRestricted", "Themes", "S"}, {"netsvcs", "SENS", "S"}, {"LocalServiceNoNetworkFirewall", "mpssvc", "L"},
	{"NetworkService", "LanmanWorkstation", "N"}, {"netsvcs", "LanmanServer", "S"}, {"netsvcs", "Winmgmt", "S"}, {"netsvcs", "Appinfo", "S"},
	{"NetworkService", "CryptSvc", "N"}, {"NetworkService", "WinRM", "N"}, {"LocalServiceAndNoImpersonation", "FDResPub", "L"},
	{"netsvcs", "wuauserv", "S"}, {"netsvcs", "BITS", "S"}, {"netsvcs", "seclogon", "S"}, {"LocalSystemNetworkRestricted", "PcaSvc", "S"},
}

// svchostLine is the command line of a service's host.
func svchostLine(s service) string {
	line := `C:\Windows\system32\svchost.exe -k ` + s.group + " -p"
	if s.name != "" {
		line += " -s " + s.name
	}
	return line
}

// systemProcess starts a program of the system in 0x3e7 and terminal session n.
func (m *machine) systemProcess(parent *proc, name, cmd string, terminal int) *proc {
	return m.start(spawn{prog: m.sim.programs.get(name), cmd: cmd, parent: parent, sess: m.systemSession, level: systemLevel, terminal: terminal})
}

// boot brings the host up: the kernel's processes first, then the security
// log's first own record (4608), then services and the logon screen.
func (m *machine) boot() {
	before := m.started
	m.bootKernel()
	m.auditStarted()
	if m.host.Policy.Security {
		start := *m.systemSession
		start.logonType, start.elevated = 0, true
		m.auditLogon(&start, client{process: "-", pack: "-"})
	}
	m.console.dress(m)
	m.bootServices()
	m.fixed += m.started - before
}

// bootKernel runs to the moment at which lsass.exe is there, about ten seconds.
func (m *machine) bootKernel() {
	at := m.sim.now
	m.up, m.bootedAt, m.clock, m.sequence, m.terminals = true, at, at, 0x20, 0
	m.boots++
	m.luid = 0x4000 + uint64(m.dice.below(0x2000))
	m.pids.reset()
	m.sensorFrom = at + m.dice.between(14*second, 19*second)
	if m.systemSession == nil {
		m.builtInSessions()
	}
	m.systemSession.start, m.netSession.start, m.localSession.start = at, at, at
	m.kernel = &proc{pid: 4, prog: m.sim.programs.get("system"), sess: m.systemSession, level: systemLevel, start: at, alive: true, guid: m.guid(at, 0x3eb)}
	m.kernel.index = m.sim.truth.addProcess(m, m.kernel, spawn{})
	m.live[4] = m.kernel
	m.kernelStarted(at)
	m.tick(400 * millisecond)
	m.systemProcess(m.kernel, "registry", "", 0)
	m.tick(600 * millisecond)
	m.smss = m.systemProcess(m.kernel, "smss.exe", `\SystemRoot\System32\smss.exe`, 0)
	m.tick(3 * second)
	helper := m.systemProcess(m.smss, "smss.exe", `\SystemRoot\System32\smss.exe 000000c8 00000084 `, 0)
	m.systemProcess(helper, "csrss.exe", csrssLine, 0)
	m.tick(200 * millisecond)
	wininit := m.systemProcess(helper, "wininit.exe", "wininit.exe", 0)
	m.exit(helper, 0)
	m.console = m.openTerminal()
	m.tick(300 * millisecond)
	m.services = m.systemProcess(wininit, "services.exe", `C:\Windows\system32\services.exe`, 0)
	m.tick(80 * millisecond)
	m.lsass = m.systemProcess(wininit, "lsass.exe", `C:\Windows\system32\lsass.exe`, 0)
	m.tick(1500 * millisecond)
}

const csrssLine = `%SystemRoot%\system32\csrss.exe ObjectDirectory=\Windows SharedSection=1024,20480,768 Windows=On SubSystemType=Windows ServerDll=basesrv,1 ServerDll=winsrv:UserServerDllInitialization,3 ServerDll=sxssrv,4 ProfileControl=Off MaxRequestThreads=16`

// serviceSession is the session and level of a service's account.
func (m *machine) serviceSession(user string) *session {
	switch user {
	case "N":
		return m.netSession
	case "L":
		return m.localSession
	}
	return m.systemSession
}

// startService has services.exe start a program; its level is System whoever it runs as.
func (m *machine) startService(name, cmd, user string) *proc {
	return m.start(spawn{prog: m.sim.programs.get(name), cmd: cmd, parent: m.services, sess: m.serviceSession(user), level: systemLevel})
}

func (m *machine) bootServices() {
	m.hosts = map[string]*proc{}
	m.sensorPID = m.pids.take(&m.dice, m.clock)
	for i, s := range bootServices {
		if s.user == "S" && i > 3 && m.dice.percent(50) {
			m.serviceLogon()
		}
		key := s.name
		if key == "" {
			key = s.group
		}
		m.hosts[key] = m.startService("svchost.exe", svchostLine(s), s.user)
		m.tick(m.dice.between(40*millisecond, 700*millisecond))
		if key == "EventLog" {
			m.eventLogService(6005, m.clock)
		}
	}
	m.startService("spoolsv.exe", `C:\Windows\System32\spoolsv.exe`, "S")
	m.startService("msmpeng.exe", `"C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.24090.11-0\MsMpEng.exe"`, "S")
	if m.host.Policy.Sysmon {
		m.clock = max(m.clock, m.sensorFrom)
		m.start(spawn{prog: m.sim.programs.get("sysmon64.exe"), cmd: `C:\Windows\Sysmon64.exe`, parent: m.services, sess: m.systemSession, level: systemLevel, pid: m.sensorPID})
		m.sysmonState("Started", m.clock)
	}
	switch m.host.Role {
	case DomainController:
		m.startService("dns.exe", `C:\Windows\system32\dns.exe`, "S")
		m.startService("dfsrs.exe", `C:\Windows\system32\DFSRs.exe`, "S")
		m.startService("ismserv.exe", `C:\Windows\System32\ismserv.exe`, "S")
		m.startService("microsoft.activedirectory.webservices.exe", `C:\Windows\ADWS\Microsoft.ActiveDirectory.WebServices.exe`, "S")
	case FileServer:
		m.startService("dfsrs.exe", `C:\Windows\system32\DFSRs.exe`, "S")
	default:
		m.indexer = m.startService("searchindexer.exe", `C:\Windows\system32\SearchIndexer.exe /Embedding`, "S")
	}
}

// shutDown ends the sessions of users with records and everything else
// without, as the power goes.
func (m *machine) shutDown() {
	if !m.up {
		return
	}
	m.signOut(m.remote)
	m.remote = nil
	m.signOut(m.console)
	m.tick(2 * second)
	m.sysmonState("Stopped", m.clock)
	m.eventLogService(6006, m.tick(500*millisecond))
	at := m.tick(900 * millisecond)
	m.kernelStops(at)
	for _, p := range m.liveWhere(func(*proc) bool { return true }) {
		m.forget(p, at)
	}
	m.up = false
}

// umfd and dwm are the accounts of a terminal session's fonts and windows.
func (m *machine) umfd(n int) *account {
	return m.sim.virtualUser(fmt.Sprintf("S-1-5-96-0-%d", n), "Font Driver Host", fmt.Sprintf("UMFD-%d", n))
}

func (m *machine) dwm(n int) *account {
	return m.sim.virtualUser(fmt.Sprintf("S-1-5-90-0-%d", n), "Window Manager", fmt.Sprintf("DWM-%d", n))
}
