package scenario

// desktop is a terminal session: its system processes, and who is signed in.
type desktop struct {
	number          int
	csrss, winlogon *proc
	fonts, windows  *proc
	screen          *proc // LogonUI.exe while nobody is signed in
	user            *account
	sess            *session // of the desktop; of an administrator the filtered half
	explorer        *proc
	outlook         *proc
}

// signedIn says whether somebody can start programs there.
func (d *desktop) signedIn() bool { return d != nil && d.explorer != nil && d.explorer.alive }

// openTerminal makes the next terminal session's first processes.
func (m *machine) openTerminal() *desktop {
	m.terminals++
	d := &desktop{number: m.terminals}
	helper := m.systemProcess(m.smss, "smss.exe", `\SystemRoot\System32\smss.exe 000000fc 00000084 `, d.number)
	d.csrss = m.systemProcess(helper, "csrss.exe", csrssLine, d.number)
	m.tick(100 * millisecond)
	d.winlogon = m.systemProcess(helper, "winlogon.exe", "winlogon.exe", d.number)
	m.exit(helper, 0)
	return d
}

// dress adds fonts, logon screen and window manager, which need lsass.exe.
func (d *desktop) dress(m *machine) {
	fonts := m.logon(m.umfd(d.number), 2, client{process: "Advapi  ", pack: "Negotiate", caller: d.winlogon})
	d.fonts = m.start(spawn{prog: m.sim.programs.get("fontdrvhost.exe"), cmd: `"fontdrvhost.exe"`, parent: d.winlogon, sess: fonts, terminal: d.number})
	d.screen = m.systemProcess(d.winlogon, "logonui.exe", `"LogonUI.exe" /flags:0x2 /state0:0xa3ab5055 /state1:0x41c64e6d`, d.number)
	windows := m.logon(m.dwm(d.number), 2, client{process: "Advapi  ", pack: "Negotiate", caller: d.winlogon})
	m.auditPrivileges(windows, windowPrivileges)
	d.windows = m.start(spawn{prog: m.sim.programs.get("dwm.exe"), cmd: `"dwm.exe"`, parent: d.winlogon, sess: windows, level: systemLevel, terminal: d.number})
}

// forUser starts a program of the signed-in user for whom parent, often a
// service, acts.
func (m *machine) forUser(d *desktop, parent *proc, name, cmd string) *proc {
	return m.start(spawn{prog: m.sim.programs.of(name, d.user.name), cmd: cmd, parent: parent, sess: d.sess, level: medium, terminal: d.number,
		dir: `C:\Users\` + d.user.name + `\`})
}

// local is the client of a logon at the keyboard.
func (m *machine) local() client {
	return client{address: "127.0.0.1", process: "User32 ", pack: "Negotiate", workstation: m.host.NetBIOS, caller: m.hosts["ProfSvc"]}
}

// signIn lets a user in and starts a desktop; the usual programs follow.
func (m *machine) signIn(d *desktop, user *account, logonType uint32, from client) {
	before := m.started
	d.user = user
	d.sess = m.logon(user, logonType, from)
	if d.screen != nil {
		m.exit(d.screen, 0)
	}
	init := m.forUser(d, d.winlogon, "userinit.exe", `C:\Windows\system32\userinit.exe`)
	d.explorer = m.forUser(d, init, "explorer.exe", `C:\Windows\Explorer.EXE`)
	m.endsAfter(m.dice.between(20*second, 30*second), init)
	dcom, schedule := m.hosts["DcomLaunch"], m.hosts["Schedule"]
	m.forUser(d, m.hosts["UserManager"], "sihost.exe", "sihost.exe")
	m.forUser(d, schedule, "taskhostw.exe", "taskhostw.exe {222A245B-E637-4AE9-A93F-A59CA119A75E}")
	m.tick(second)
	m.forUser(d, dcom, "startmenuexperiencehost.exe", `"C:\Windows\SystemApps\Microsoft.Windows.StartMenuExperienceHost_cw5n1h2txyewy\StartMenuExperienceHost.exe" -ServerName:App.AppXywbrabmsek0gm3tkwpr5kwzbs55tkqay.mca`)
	m.forUser(d, dcom, "runtimebroker.exe", `C:\Windows\System32\RuntimeBroker.exe -Embedding`)
	m.forUser(d, dcom, "searchhost.exe", `"C:\Windows\SystemApps\MicrosoftWindows.Client.CBS_cw5n1h2txyewy\SearchHost.exe" -ServerName:CortanaUI.AppXstmwaab17q5s3y22tp6apqz7a45vwv65.mca`)
	m.forUser(d, d.explorer, "ctfmon.exe", "ctfmon.exe")
	m.forUser(d, d.explorer, "securityhealthsystray.exe", `"C:\Windows\System32\SecurityHealthSystray.exe" `)
	if logonType == 10 {
		m.forUser(d, m.hosts["LSM"], "rdpclip.exe", "rdpclip")
	}
	if m.host.Role == Workstation {
		m.after(m.dice.between(5*second, 20*second), func() { m.autostart(d) })
	}
	m.fixed += m.started - before
}

// autostart is what a user's desktop starts by itself.
func (m *machine) autostart(d *desktop) {
	if !d.signedIn() {
		return
	}
	before := m.started
	m.forUser(d, d.explorer, "onedrive.exe", `"C:\Users\`+d.user.name+`\AppData\Local\Microsoft\OneDrive\OneDrive.exe" /background`)
	teams := m.forUser(d, d.explorer, "ms-teams.exe", `"C:\Program Files\WindowsApps\MSTeams_24277.3507.3205.5228_x64__8wekyb3d8bbwe\ms-teams.exe" msteams:system-initiated`)
	for _, kind := range []string{"gpu-process", "utility --utility-sub-type=network.mojom.NetworkService", "renderer", "renderer"} {
		teams.dependents = append(teams.dependents, m.child(teams, "msedgewebview2.exe", webViewLine+" --type="+kind))
	}
	d.outlook = m.forUser(d, d.explorer, "outlook.exe", `"C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE" `)
	m.fixed += m.started - before
}

const webViewLine = `"C:\Program Files (x86)\Microsoft\EdgeWebView\Application\130.0.2849.56\msedgewebview2.exe" --embedded-browser-webview=1 --user-data-dir="EBWebView" --noerrdialogs`

// signOut ends what the user runs, with 4647 and 4634, and then the terminal
// session itself.
func (m *machine) signOut(d *desktop) {
	if d == nil {
		return
	}
	if d.sess != nil {
		m.userLogsOff(d.sess)
		m.tick(second)
		for _, p := range m.liveWhere(func(p *proc) bool { return p.sess == d.sess || p.sess == d.sess.linked }) {
			m.exit(p, 0x40010004)
		}
		m.logoff(d.sess)
		m.logoff(d.sess.linked)
		d.sess, d.explorer = nil, nil
	}
	for _, p := range []*proc{d.screen, d.windows, d.fonts, d.winlogon, d.csrss} {
		if p != nil {
			m.exit(p, 0)
		}
	}
	if d.windows != nil {
		m.logoff(d.windows.sess)
		m.logoff(d.fonts.sess)
	}
}

// clientAt is how a logon by network from another host looks.
func clientAt(from *machine, port uint32, ntlm bool) client {
	c := client{address: from.host.Address, source: from.host.Address, port: port, process: "Kerberos", pack: "Kerberos"}
	if ntlm {
		c.process, c.pack, c.workstation = "NtLmSsp ", "NTLM", from.host.NetBIOS
	}
	return c
}

// port is a client's port for one connection.
func (m *machine) port() uint32 { return 49152 + uint32(m.dice.below(16000)) }

// networkLogon lets user in from another host for a while; nil when the host
// is down.
func (m *machine) networkLogon(user *account, from *machine, lasts ticks) *session {
	if !m.up {
		return nil
	}
	s := m.logon(user, 3, clientAt(from, m.port(), m.dice.percent(15)))
	m.after(lasts, func() { m.logoff(s) })
	return s
}
