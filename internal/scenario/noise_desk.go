package scenario

// deskNoise is what somebody at a desktop does.
var deskNoise = []activity{
	{22, (*machine).browse}, {18, (*machine).officeDocument}, {9, (*machine).pdf}, {7, (*machine).smallProgram},
	{7, (*machine).teamsCall}, {5, (*machine).commandLine}, {4, (*machine).officeUpdate}, {3, (*machine).elevatedTool}, {3, (*machine).unlock},
}

// browse starts a browser with its children, which end with it.
func (m *machine) browse() {
	d := m.console
	name, line := "msedge.exe", `"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"`
	if m.dice.percent(40) {
		name, line = "chrome.exe", `"C:\Program Files\Google\Chrome\Application\chrome.exe"`
	}
	b := m.forUser(d, d.explorer, name, line+" --profile-directory=Default")
	for _, kind := range []string{"crashpad-handler", "gpu-process", "utility --utility-sub-type=network.mojom.NetworkService"} {
		b.dependents = append(b.dependents, m.child(b, name, line+" --type="+kind))
	}
	for i := range m.dice.below(6) {
		m.after(m.dice.between(second, 4*minute), func() {
			if b.alive {
				p := m.start(spawn{prog: b.prog, cmd: line + ` --type=renderer --lang=en-GB --renderer-client-id=` + string(appendDigits(nil, int64(i+5), 1)) + ` /prefetch:1`,
					dir: b.dir, parent: b, sess: b.sess, level: low, terminal: b.terminal})
				b.dependents = append(b.dependents, p)
			}
		})
	}
	m.endsAfter(m.dice.between(2*minute, 40*minute), b)
}

var documents = []string{"Budget Q4", "Minutes 2025-10", "Offer 2291", "Holiday plan", "Price list", "Travel costs", "Audit checklist", "Invoice 4402", "Team überblick", "Contract draft"}

// officeDocument opens a document, often one of the file server.
func (m *machine) officeDocument() {
	d := m.console
	kind := pick(&m.dice, []struct{ name, line, ext string }{
		{"winword.exe", `"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE" /n "`, "docx"},
		{"excel.exe", `"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE" "`, "xlsx"},
		{"powerpnt.exe", `"C:\Program Files\Microsoft Office\root\Office16\POWERPNT.EXE" "`, "pptx"},
	})
	file := pick(&m.dice, documents) + "." + kind.ext
	parent, place := d.explorer, `C:\Users\`+d.user.name+`\Documents\`
	switch server := m.sim.machineOf(FileServer, 0); {
	case m.dice.percent(30):
		place = `\\` + server.host.NetBIOS + `\Shared\`
		server.networkLogon(d.user, m, m.dice.between(minute, 15*minute))
	case d.outlook != nil && d.outlook.alive && m.dice.percent(40):
		parent, place = d.outlook, `C:\Users\`+d.user.name+`\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\`+m.token(8)+`\`
	}
	p := m.forUser(d, parent, kind.name, kind.line+place+file+`"`)
	if m.dice.percent(25) {
		m.after(m.dice.between(20*second, 2*minute), func() {
			if p.alive {
				m.endsAfter(2*minute, m.child(p, "splwow64.exe", `C:\Windows\splwow64.exe 12288`))
			}
		})
	}
	m.endsAfter(m.dice.between(2*minute, 50*minute), p)
}

func (m *machine) pdf() {
	d := m.console
	p := m.forUser(d, d.explorer, "acrobat.exe", `"C:\Program Files\Adobe\Acrobat DC\Acrobat\Acrobat.exe" "C:\Users\`+d.user.name+`\Downloads\`+pick(&m.dice, documents)+`.pdf"`)
	p.dependents = append(p.dependents, m.child(p, "acrobat.exe", `"C:\Program Files\Adobe\Acrobat DC\Acrobat\Acrobat.exe" --type=renderer /prefetch:1 "C:\Users\`+d.user.name+`\Downloads"`))
	m.endsAfter(m.dice.between(minute, 20*minute), p)
}

func (m *machine) smallProgram() {
	d := m.console
	program := pick(&m.dice, []struct{ name, cmd string }{{"notepad.exe", `"C:\Windows\system32\notepad.exe" `}, {"mspaint.exe", `"C:\Windows\system32\mspaint.exe" `}, {"7zg.exe", `"C:\Program Files\7-Zip\7zG.exe" x -o"C:\Users\Public\Documents\` + m.token(5) + `" -slp`}})
	m.endsAfter(m.dice.between(10*second, 15*minute), m.forUser(d, d.explorer, program.name, program.cmd))
}

func (m *machine) teamsCall() {
	d := m.console
	for _, teams := range m.liveWhere(func(p *proc) bool { return p.prog.name == "ms-teams.exe" && p.sess == d.sess }) {
		m.endsAfter(m.dice.between(minute, 40*minute), m.child(teams, "msedgewebview2.exe", webViewLine+" --type=renderer --lang=en-GB /prefetch:1"))
		return
	}
	m.browse()
}

// commandLine is a shell with some commands; each is a conhost pair.
func (m *machine) commandLine() {
	d := m.console
	sh := m.forUser(d, d.explorer, "cmd.exe", `"C:\Windows\system32\cmd.exe" `)
	m.consoleHost(sh)
	for i := range 1 + m.dice.below(4) {
		c := pick(&m.dice, []struct{ name, cmd string }{{"ping.exe", "ping fs01.example.test"}, {"ipconfig.exe", "ipconfig"}, {"net.exe", "net use"}, {"hostname.exe", "hostname"}, {"gpresult.exe", "gpresult /r"}})
		m.after(ticks(i+1)*m.dice.between(4*second, 9*second), func() {
			if sh.alive {
				m.endsAfter(m.dice.between(second/10, 4*second), m.child(sh, c.name, c.cmd))
			}
		})
	}
	m.endsAfter(m.dice.between(50*second, 10*minute), sh)
}

func (m *machine) officeUpdate() {
	d := m.console
	name, cmd := "officec2rclient.exe", `"C:\Program Files\Common Files\microsoft shared\ClickToRun\OfficeC2RClient.exe" /WatchService`
	switch m.dice.below(3) {
	case 0:
		name, cmd = "sdxhelper.exe", `"C:\Program Files\Microsoft Office\Root\Office16\sdxhelper.exe" /onlogon`
	case 1:
		name, cmd = "onedrivestandaloneupdater.exe", `"C:\Users\`+d.user.name+`\AppData\Local\Microsoft\OneDrive\OneDriveStandaloneUpdater.exe"`
	}
	m.endsAfter(m.dice.between(3*second, minute), m.forUser(d, m.hosts["Schedule"], name, cmd))
}

// elevatedTool is an administrator's program in the full half of the UAC
// pair; others meet the prompt and give up.
func (m *machine) elevatedTool() {
	d := m.console
	prompt := m.systemProcess(m.hosts["Appinfo"], "consent.exe", "consent.exe 4164 282 "+m.token(12), d.number)
	m.endsAfter(m.dice.between(2*second, 9*second), prompt)
	if d.sess.linked == nil {
		return
	}
	m.after(10*second, func() {
		if d.signedIn() {
			m.endsAfter(m.dice.between(minute, 9*minute), m.start(spawn{prog: m.sim.programs.get("mmc.exe"), cmd: `"C:\Windows\system32\mmc.exe" C:\Windows\system32\eventvwr.msc`,
				parent: d.explorer, sess: d.sess.linked, level: high, terminal: d.number}))
		}
	})
}

// unlock comes back to a locked desktop: a logon of type 7 whose session ends
// at once.
func (m *machine) unlock() {
	d := m.console
	screen := m.systemProcess(d.winlogon, "logonui.exe", `"LogonUI.exe" /flags:0x0 /state0:0xa3ac1855 /state1:0x41c64e6d`, d.number)
	m.after(m.dice.between(30*second, 10*minute), func() {
		m.exit(screen, 0)
		if !d.signedIn() {
			return
		}
		s := m.logon(d.user, 7, m.local())
		m.after(m.dice.between(second/10, second), func() {
			m.logoff(s)
			m.logoff(s.linked)
		})
	})
}
