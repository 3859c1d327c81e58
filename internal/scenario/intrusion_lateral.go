package scenario

// wmi runs a command on the second workstation: a logon of type 3 there from
// the first one's address, and WmiPrvSE.exe as the command's parent.
func (x *intrusion) wmi() {
	m, to := x.first, x.second
	if !to.up {
		return
	}
	tool := x.note("wmic", m.child(x.other, "wmic.exe", `wmic /node:`+to.host.NetBIOS+` /user:EXAMPLE\adm-brandt process call create "cmd.exe /c hostname > C:\Windows\Temp\h.txt"`), "WMI to the second host")
	m.explicitLogon(x.domain, x.sim.admin, to.host.Name, tool, "-")
	m.endsAfter(5*second, tool)
	s := to.logon(x.sim.admin, 3, clientAt(m, m.port(), false))
	provider := x.note("wmi-provider", to.wmiProvider(), "the provider host on the second host")
	to.after(second, func() {
		shell := x.note("wmi-child", to.start(spawn{prog: x.programs.get("cmd.exe"), cmd: `cmd.exe /c hostname > C:\Windows\Temp\h.txt`, parent: provider, sess: s, level: high}), "cmd.exe in the session that came from the first host")
		to.consoleHost(shell)
		to.endsAfter(second, to.child(shell, "hostname.exe", "hostname"))
		to.endsAfter(2*second, shell)
	})
	to.after(90*second, func() {
		shell := x.note("wmi-powershell", to.start(spawn{prog: x.programs.get("powershell.exe"), parent: provider, sess: s, level: high,
			cmd: `powershell.exe -nop -w hidden -enc ` + encodedCommand(`Write-Output 'stage two of a made-up story' # nothing else`)}), "PowerShell through WMI")
		to.consoleHost(shell)
		to.endsAfter(20*second, shell)
	})
	to.after(6*minute, func() {
		to.exit(provider, 0)
		to.logoff(s)
	})
}

// winRM opens a remote PowerShell on the file server, looks at the shares and
// leaves a scheduled task behind, which then runs.
func (x *intrusion) winRM() {
	m, to := x.first, x.fs
	caller := x.note("winrm-client", m.child(x.other, "powershell.exe", `powershell.exe -NoProfile -Command "Enter-PSSession -ComputerName FS01"`), "WinRM to the file server")
	s := to.logon(x.sim.admin, 3, clientAt(m, m.port(), false))
	host := x.note("winrm-host", to.start(spawn{prog: x.programs.get("wsmprovhost.exe"), cmd: `C:\Windows\system32\wsmprovhost.exe -Embedding`, parent: to.hosts["DcomLaunch"], sess: s, level: high}), "the remote shell's host")
	for i, c := range []struct{ step, name, cmd string }{
		{"winrm-whoami", "whoami.exe", `"C:\Windows\system32\whoami.exe"`},
		{"winrm-shares", "net.exe", `"C:\Windows\system32\net.exe" share`},
		{"winrm-archive", "7zg.exe", `"C:\Program Files\7-Zip\7zG.exe" a -r C:\ProgramData\cache.7z D:\Shares\Finance`},
		{"task-create", "schtasks.exe", `"C:\Windows\system32\schtasks.exe" /create /tn \Example\CacheSync /tr "powershell.exe -NoProfile -EncodedCommand ` + encodedCommand(taskScript) + `" /sc minute /mo 10 /ru SYSTEM /f`},
	} {
		to.after(ticks(i+1)*35*second, func() {
			p := x.note(c.step, to.child(host, c.name, c.cmd), c.cmd)
			to.endsAfter(to.dice.between(second, 9*second), p)
		})
	}
	for i := range 3 {
		to.after(4*minute+ticks(i)*10*minute, func() { x.taskRuns(i) })
	}
	to.after(12*minute, func() {
		to.exit(host, 0)
		to.logoff(s)
		m.exit(caller, 0)
	})
}

const taskScript = `Write-Output 'a task of a made-up story'`

// taskRuns is the scheduled task: below the scheduler's service, as SYSTEM.
func (x *intrusion) taskRuns(n int) {
	to := x.fs
	p := to.systemProcess(to.hosts["Schedule"], "powershell.exe", `powershell.exe -NoProfile -EncodedCommand `+encodedCommand(taskScript), 0)
	to.consoleHost(p)
	if n == 0 {
		x.note("task-run", p, "the scheduled task's first run")
	}
	to.endsAfter(to.dice.between(2*second, 5*second), p)
}

// psExec has the domain controller's services.exe start a service: in 0x3e7,
// half a second after a logon of type 3 from the first workstation.
func (x *intrusion) psExec() {
	m, to := x.first, x.dc
	tool := x.note("psexec-client", m.shell(x.other, "rsvc.exe", `C:\Users\Public\Libraries\rsvc.exe \\DC01 -s cmd.exe`), "a service on the domain controller")
	s := to.logon(x.sim.admin, 3, clientAt(m, m.port(), false))
	to.after(500*millisecond, func() {
		to.serviceLogon()
		service := x.note("psexec-service", to.startService("psexesvc.exe", `C:\Windows\PSEXESVC.exe`, "S"), "the service, a child of services.exe")
		to.after(second, func() {
			shell := x.note("psexec-shell", to.shell(service, "cmd.exe", `"cmd.exe"`), "a prompt as SYSTEM")
			x.admin = shell
			for i, c := range []struct{ name, cmd string }{{"whoami.exe", "whoami"}, {"nltest.exe", "nltest /domain_trusts"}, {"vssadmin.exe", "vssadmin list shadows"}} {
				to.after(ticks(i+1)*40*second, func() { to.endsAfter(2*second, to.child(shell, c.name, c.cmd)) })
			}
			to.after(23*minute, func() {
				to.exit(shell, 0)
				to.exit(service, 0)
				to.logoff(s)
			})
		})
		m.endsAfter(24*minute, tool)
	})
}

// clear empties two logs of the domain controller. The recordings are a
// collector's, so what was written before is still there.
func (x *intrusion) clear() {
	to := x.dc
	p := x.note("clear-security", to.child(x.admin, "wevtutil.exe", "wevtutil cl Security"), "1102")
	to.securityCleared(to.systemSession)
	to.endsAfter(second/2, p)
	to.after(6*second, func() {
		p := x.note("clear-system", to.child(x.admin, "wevtutil.exe", "wevtutil cl System"), "System 104")
		to.systemCleared(to.systemSession)
		to.endsAfter(second/2, p)
	})
}
