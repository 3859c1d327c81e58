package scenario

import "time"

// The working day, as the distance from midnight.
const (
	dayBegins = 8*hour + 30*minute
	dayEnds   = 17 * hour
)

// planHosts puts every host's days on the agenda and shares the processes out.
func (s *sim) planHosts() {
	weights := map[Role]int{Workstation: 4, FileServer: 3, DomainController: 3, JumpHost: 4}
	sum := 0
	for _, m := range s.machines {
		sum += weights[m.host.Role]
	}
	for _, m := range s.machines {
		m.quota = s.cfg.Processes * weights[m.host.Role] / sum
		m.boots = uint16(10 + m.dice.below(180))
		if m.host.AlwaysOn {
			s.planAlwaysOn(m)
		} else {
			s.planWorkstation(m)
		}
	}
}

// midnight is the beginning of day n of the logs.
func (s *sim) midnight(n int) ticks { return s.from + ticks(n)*day }

func workday(midnight ticks) bool {
	w := midnight.time().Weekday()
	return w != time.Saturday && w != time.Sunday
}

// at plans f on m whatever the host is doing then.
func (s *sim) at(when ticks, f func()) { s.agenda.add(when, f) }

// planWorkstation switches a computer on and off every working day.
func (s *sim) planWorkstation(m *machine) {
	for n := range s.cfg.Days {
		midnight := s.midnight(n)
		if !workday(midnight) {
			continue
		}
		on := midnight + m.dice.between(7*hour+40*minute, 8*hour+20*minute)
		s.at(on, m.boot)
		s.at(on+m.dice.between(50*second, 5*minute), func() {
			m.signIn(m.console, m.owner, 2, m.local())
			m.busy()
		})
		m.planInventory(midnight)
		s.at(midnight+m.dice.between(17*hour, 18*hour), m.shutDown)
	}
}

// planAlwaysOn starts a host before the logs begin, so that what runs then is
// only known by reference. File servers restart once, for updates.
func (s *sim) planAlwaysOn(m *machine) {
	s.at(s.from-m.dice.between(20*hour, 60*hour), m.boot)
	s.at(s.from-2*hour, func() {
		if m.host.Role == Workstation {
			m.signIn(m.console, m.owner, 2, m.local())
		}
	})
	s.at(s.from+m.dice.between(second, 5*minute), m.busy)
	if m.host.Role == FileServer && s.cfg.Days > 1 {
		restart := s.midnight(1) + m.dice.between(2*hour, 3*hour)
		s.at(restart, m.shutDown)
		s.at(restart+m.dice.between(50*second, 90*second), func() {
			m.boot()
			m.after(minute, m.busy)
		})
	}
	for n := range s.cfg.Days {
		midnight := s.midnight(n)
		switch {
		case m.host.Role == FileServer:
			m.planBackup(midnight)
		case m.host.Role == JumpHost && workday(midnight):
			m.planAdministrator(midnight)
		case m.host.Role == Workstation:
			m.planInventory(midnight)
		}
	}
}

// planBackup is a scheduled task under a service account: a batch logon.
func (m *machine) planBackup(midnight ticks) {
	m.sim.at(midnight+22*hour+m.dice.between(0, minute), func() {
		if !m.up {
			return
		}
		s := m.logon(m.sim.backup, 4, client{process: "Advapi  ", pack: "Negotiate", workstation: m.host.NetBIOS, caller: m.hosts["Schedule"]})
		batch := m.start(spawn{prog: m.sim.programs.get("cmd.exe"), cmd: `C:\Windows\SYSTEM32\cmd.exe /c "C:\Scripts\backup.cmd"`, parent: m.hosts["Schedule"], sess: s, level: high})
		m.consoleHost(batch)
		m.after(2*second, func() {
			copying := m.child(batch, "robocopy.exe", `robocopy D:\Shares \\DC01\Backup$\`+m.host.NetBIOS+` /MIR /R:1 /W:1 /LOG:C:\Scripts\backup.log`)
			m.endsAfter(25*minute, copying)
			m.endsAfter(25*minute+second, batch)
			m.after(25*minute+2*second, func() { m.logoff(s) })
		})
	})
}

// planInventory is the administrators' daily look at a workstation; their
// credentials stay in its LSASS for as long as the task runs.
func (m *machine) planInventory(midnight ticks) {
	if !workday(midnight) {
		return
	}
	m.sim.at(midnight+10*hour+m.dice.between(0, 5*minute), func() {
		if !m.up {
			return
		}
		s := m.logon(m.sim.admin, 4, client{process: "Advapi  ", pack: "Negotiate", workstation: m.host.NetBIOS, caller: m.hosts["Schedule"]})
		agent := m.start(spawn{prog: m.sim.programs.get("inventory.exe"), cmd: `"C:\Program Files\Example Agent\inventory.exe" /daily`, parent: m.hosts["Schedule"], sess: s, level: high})
		query := m.shell(agent, "powershell.exe", `powershell.exe -NoProfile -NonInteractive -EncodedCommand `+encodedCommand(`Get-HotFix | Select-Object HotFixID, InstalledOn | ConvertTo-Csv`))
		m.endsAfter(20*second, query)
		m.endsAfter(55*minute, agent)
		m.after(55*minute+second, func() { m.logoff(s) })
	})
}

// planAdministrator is the administrator's day at the jump host: a desktop
// there, and from it remote desktops on the servers.
func (m *machine) planAdministrator(midnight ticks) {
	s := m.sim
	s.at(midnight+8*hour+m.dice.between(0, 20*minute), func() {
		if m.up && !m.console.signedIn() {
			m.signIn(m.console, s.admin, 2, m.local())
		}
	})
	s.at(midnight+9*hour+m.dice.between(30*minute, 50*minute), func() { m.visit(s.machineOf(FileServer, 0)) })
	s.at(midnight+14*hour+m.dice.between(0, 30*minute), func() { m.visit(s.machineOf(DomainController, 0)) })
	s.at(midnight+17*hour+m.dice.between(30*minute, 40*minute), func() {
		if m.up {
			m.signOut(m.console)
			m.console = m.openTerminal()
			m.console.dress(m)
		}
	})
}

// visit opens a remote desktop on server, works there for half an hour, and
// leaves it again.
func (m *machine) visit(server *machine) {
	if !m.up || !m.console.signedIn() || !server.up || server.remote != nil {
		return
	}
	viewer := m.forUser(m.console, m.console.explorer, "mstsc.exe", `"C:\Windows\system32\mstsc.exe" /v:`+server.host.NetBIOS)
	from := clientAt(m, m.port(), false)
	nla := server.logon(m.sim.admin, 3, from)
	server.after(2*second, func() { server.logoff(nla) })
	server.after(3*second, func() {
		d := server.openTerminal()
		server.remote = d
		d.dress(server)
		from.process, from.pack, from.port, from.caller, from.workstation = "User32 ", "Negotiate", 0, server.hosts["ProfSvc"], server.host.NetBIOS
		server.signIn(d, m.sim.admin, 10, from)
		server.after(3*minute, func() { server.adminWork(d) })
		server.after(30*minute, func() {
			server.signOut(d)
			server.remote = nil
		})
	})
	m.endsAfter(31*minute, viewer)
}

// adminWork is what the administrator does on a server's desktop.
func (m *machine) adminWork(d *desktop) {
	if !d.signedIn() {
		return
	}
	elevated := d.sess.linked
	console := m.start(spawn{prog: m.sim.programs.get("mmc.exe"), cmd: `"C:\Windows\system32\mmc.exe" "C:\Windows\system32\compmgmt.msc" /s`, parent: d.explorer, sess: elevated, level: high, terminal: d.number})
	m.endsAfter(12*minute, console)
	prompt := m.start(spawn{prog: m.sim.programs.get("powershell.exe"), cmd: `"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe" `, parent: d.explorer, sess: elevated, level: high, terminal: d.number})
	m.consoleHost(prompt)
	for i, line := range []struct{ name, cmd string }{{"whoami.exe", `"C:\Windows\system32\whoami.exe" /groups`}, {"gpupdate.exe", `"C:\Windows\system32\gpupdate.exe" /force`},
		{"schtasks.exe", `"C:\Windows\system32\schtasks.exe" /query /fo LIST`}, {"ipconfig.exe", `"C:\Windows\system32\ipconfig.exe" /all`}} {
		m.after(ticks(i+1)*40*second, func() {
			if prompt.alive {
				m.endsAfter(m.dice.between(second/5, 4*second), m.child(prompt, line.name, line.cmd))
			}
		})
	}
	m.endsAfter(20*minute, prompt)
}
