package scenario

// busy starts the host's noise; it goes on until the host shuts down.
func (m *machine) busy() { m.after(m.dice.between(second, 20*second), m.noise) }

// noise does one thing and plans the next, so that the number of processes
// meets the host's share when the logs end.
func (m *machine) noise() {
	if m.sim.now >= m.sim.from {
		m.activities++
		kinds := systemNoise
		working := m.atWork()
		switch {
		case m.host.Role == FileServer || m.host.Role == DomainController:
			kinds = serverNoise
		case working && m.console.signedIn() && m.dice.percent(70):
			kinds = deskNoise
		}
		m.choose(kinds)
	}
	m.after(m.pause(), m.noise)
}

// atWork says whether it is office time.
func (m *machine) atWork() bool {
	clock := m.sim.now % day
	return clock >= 8*hour && clock < 18*hour && workday(m.sim.now-clock)
}

// pause is the time to the next activity: what remains of the time in which
// the host makes noise, shared out over what remains of its processes.
func (m *machine) pause() ticks {
	made := max(0, m.started-m.fixed)
	each := ticks(3)
	if m.activities > 20 {
		each = max(1, ticks(made/m.activities))
	}
	left := ticks(m.quota - m.started)
	if left <= 0 {
		return m.dice.between(20*minute, 60*minute)
	}
	mean := max(20*millisecond, min(30*minute, m.remaining()*each/left))
	return m.dice.between(mean*3/10, mean*17/10)
}

// remaining is the time in which this host still makes noise.
func (m *machine) remaining() ticks {
	if m.host.AlwaysOn {
		return m.sim.to - m.sim.now
	}
	var sum ticks
	clock := m.sim.now % day
	for midnight := m.sim.now - clock; midnight < m.sim.to; midnight += day {
		if workday(midnight) {
			sum += dayEnds - min(dayEnds, max(dayBegins, clock))
		}
		clock = 0
	}
	return sum
}

// activity is a kind of noise; weight says how often it is chosen.
type activity struct {
	weight int
	run    func(*machine)
}

func (m *machine) choose(kinds []activity) {
	sum := 0
	for _, k := range kinds {
		sum += k.weight
	}
	n := m.dice.below(sum)
	for _, k := range kinds {
		if n -= k.weight; n < 0 {
			k.run(m)
			return
		}
	}
}

// systemNoise is what Windows does by itself.
var systemNoise = []activity{
	{20, (*machine).taskHost}, {14, (*machine).comSurrogate}, {10, (*machine).providerHost}, {9, (*machine).indexing},
	{7, (*machine).updaters}, {7, (*machine).demandService}, {6, (*machine).antivirus}, {4, (*machine).telemetry}, {4, (*machine).agentScript},
}

// serverNoise adds the visits of clients.
var serverNoise = append([]activity{{25, (*machine).clientVisit}}, systemNoise...)

func (m *machine) taskHost() {
	line := pick(&m.dice, []string{"taskhostw.exe", "taskhostw.exe Install $(Arg0)", "taskhostw.exe KEYROAMING", "taskhostw.exe SYSTEM"})
	p := m.systemProcess(m.hosts["Schedule"], "taskhostw.exe", line, 0)
	m.endsAfter(m.dice.between(2*second, 6*minute), p)
}

func (m *machine) comSurrogate() {
	parent := m.hosts["DcomLaunch"]
	if m.console.signedIn() && m.dice.percent(60) {
		name, cmd := "dllhost.exe", `C:\Windows\system32\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}`
		if m.dice.percent(50) {
			name, cmd = "backgroundtaskhost.exe", `"C:\Windows\system32\backgroundTaskHost.exe" -ServerName:CortanaUI.AppX8z9r6jm96hw4bsbneegw0kyxx296wr9t.mca`
			m.endsAfter(m.dice.between(3*second, 40*second), m.forUser(m.console, parent, "runtimebroker.exe", `C:\Windows\System32\RuntimeBroker.exe -Embedding`))
		}
		m.endsAfter(m.dice.between(2*second, 30*second), m.forUser(m.console, parent, name, cmd))
		return
	}
	m.endsAfter(m.dice.between(2*second, 30*second), m.systemProcess(parent, "dllhost.exe", `C:\Windows\system32\DllHost.exe /Processid:{3EB3C877-1F16-487C-9050-104DBCD66683}`, 0))
}

// providerHost starts WmiPrvSE.exe as NETWORK SERVICE, without a client of
// another host.
func (m *machine) providerHost() {
	m.endsAfter(m.dice.between(30*second, 4*minute), m.wmiProvider())
}

func (m *machine) wmiProvider() *proc {
	return m.start(spawn{prog: m.sim.programs.get("wmiprvse.exe"), cmd: `C:\Windows\system32\wbem\wmiprvse.exe -secured -Embedding`, parent: m.hosts["DcomLaunch"], sess: m.netSession, level: systemLevel})
}

func (m *machine) indexing() {
	if m.indexer == nil || !m.indexer.alive {
		m.taskHost()
		return
	}
	m.endsAfter(m.dice.between(minute, 3*minute), m.systemProcess(m.indexer, "searchprotocolhost.exe", `"C:\Windows\system32\SearchProtocolHost.exe" Global\UsGthrFltPipeMssGthrPipe_S-1-5-18 1 -2147483646 "Software\Microsoft\Windows Search"`, 0))
	m.endsAfter(m.dice.between(minute, 3*minute), m.systemProcess(m.indexer, "searchfilterhost.exe", `"C:\Windows\system32\SearchFilterHost.exe" 0 808 812 820 8192 816`, 0))
}

func (m *machine) updaters() {
	schedule := m.hosts["Schedule"]
	if m.dice.percent(50) {
		first := m.systemProcess(schedule, "microsoftedgeupdate.exe", `"C:\Program Files (x86)\Microsoft\EdgeUpdate\MicrosoftEdgeUpdate.exe" /ua /installsource scheduler`, 0)
		ping := m.child(first, "microsoftedgeupdate.exe", `"C:\Program Files (x86)\Microsoft\EdgeUpdate\MicrosoftEdgeUpdate.exe" /ping `+m.token(24))
		m.endsAfter(m.dice.between(2*second, 20*second), ping)
		m.endsAfter(m.dice.between(21*second, 60*second), first)
		return
	}
	main := m.systemProcess(schedule, "updater.exe", `"C:\Program Files (x86)\Google\GoogleUpdater\132.0.6833.0\updater.exe" --wake --system`, 0)
	main.dependents = append(main.dependents, m.child(main, "updater.exe", `"C:\Program Files (x86)\Google\GoogleUpdater\132.0.6833.0\updater.exe" --crash-handler --system "--database=C:\Program Files (x86)\Google\GoogleUpdater\132.0.6833.0\Crashpad"`))
	m.endsAfter(m.dice.between(3*second, 30*second), main)
}

func (m *machine) demandService() {
	if m.dice.percent(60) {
		m.serviceLogon()
	}
	switch m.dice.below(4) {
	case 0:
		m.endsAfter(m.dice.between(minute, 5*minute), m.startService("sppsvc.exe", `C:\Windows\system32\sppsvc.exe`, "N"))
	case 1:
		m.endsAfter(m.dice.between(2*minute, 10*minute), m.startService("trustedinstaller.exe", `C:\Windows\servicing\TrustedInstaller.exe`, "S"))
	case 2:
		m.endsAfter(m.dice.between(minute, 10*minute), m.startService("msiexec.exe", `C:\Windows\system32\msiexec.exe /V`, "S"))
	default:
		s := pick(&m.dice, []service{{"netsvcs", "wlidsvc", "S"}, {"wsappx", "ClipSVC", "S"}, {"LocalService", "W32Time", "L"}, {"swprv", "swprv", "S"}, {"netsvcs", "UsoSvc", "S"}})
		m.endsAfter(m.dice.between(minute, 15*minute), m.startService("svchost.exe", svchostLine(s), s.user))
	}
}

func (m *machine) antivirus() {
	p := m.systemProcess(m.hosts["Schedule"], "mpcmdrun.exe", `"C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.24090.11-0\MpCmdRun.exe" `+pick(&m.dice, []string{"-IdleTask -TaskName WdCacheMaintenance", "SignatureUpdate -ScheduleJob -RestrictPrivileges", "Scan -ScheduleJob -ScanTrigger 55"}), 0)
	m.consoleHost(p)
	m.endsAfter(m.dice.between(5*second, 2*minute), p)
}

func (m *machine) telemetry() {
	p := m.systemProcess(m.hosts["Schedule"], "compattelrunner.exe", `C:\Windows\system32\CompatTelRunner.exe`, 0)
	inner := m.child(p, "compattelrunner.exe", `C:\Windows\system32\CompatTelRunner.exe -m:appraiser.dll -f:DoScheduledTelemetryRun -cv:`+m.token(16)+`.1`)
	m.consoleHost(inner)
	m.endsAfter(m.dice.between(20*second, 5*minute), inner)
	m.endsAfter(m.dice.between(5*minute, 6*minute), p)
}

// agentScript is the management agent at work: an honest encoded command.
func (m *machine) agentScript() {
	agent := m.systemProcess(m.hosts["Schedule"], "inventory.exe", `"C:\Program Files\Example Agent\inventory.exe" /run:`+m.token(6), 0)
	script := m.shell(agent, "powershell.exe", `powershell.exe -NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -EncodedCommand `+encodedCommand(pick(&m.dice, agentScripts)))
	if m.dice.percent(40) {
		m.endsAfter(m.dice.between(second/4, second), m.child(script, "reg.exe", `"C:\Windows\system32\reg.exe" query HKLM\SOFTWARE\Example\Agent /v `+m.token(6)))
	}
	m.endsAfter(m.dice.between(2*second, 15*second), script)
	m.endsAfter(m.dice.between(16*second, 25*second), agent)
}

var agentScripts = []string{
	"Get-Service | Where-Object Status -eq 'Stopped' | Measure-Object",
	"Get-PSDrive C | Select-Object Used, Free",
	"Get-ItemProperty 'HKLM:\\SOFTWARE\\Example\\Agent' | Out-Null",
}

// clientVisit is a user, or a computer, that reaches a server over the network.
func (m *machine) clientVisit() {
	client := pick(&m.dice, m.sim.machines)
	if client == m || !client.up {
		m.taskHost()
		return
	}
	user := client.self
	if client.console.signedIn() && m.dice.percent(65) {
		user = client.console.user
	}
	if user.name == client.self.name || m.dice.percent(96) {
		m.networkLogon(user, client, m.dice.between(2*second, 10*minute))
		return
	}
	m.failedLogon(user.name, true, clientAt(client, m.port(), true)) // mistyped
}

// token is a random word of lower-case letters and digits.
func (m *machine) token(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[m.dice.below(len(letters))]
	}
	return string(b)
}
