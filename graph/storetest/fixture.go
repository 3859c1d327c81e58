package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// at is the moment n seconds into the fixtures' day.
func at(n int64) graph.Time { return graph.UnixSecond(1_700_000_000 + n) }

// milli is the same with three digits.
func milli(n int64) graph.Time {
	t := at(n)
	t.Ticks += 1_230_000
	t.Digits = 3
	return t
}

func ref[T any](v T) *T { return &v }

// record builds an observation of a process start in log "sysmon".
func record(computer string, id uint64, image string) graph.Observation {
	o := graph.Observation{Event: graph.ProcessStart, EventID: 1, Log: "sysmon", Computer: computer, RecordID: id,
		Time: graph.Stamp{Time: milli(int64(id)), Zone: graph.ZoneUTC}, File: "a.evtx"}
	o.Set(graph.Image, image)
	o.Set(graph.ProcessPID, fmt.Sprint(1000+id))
	return o
}

// delivered returns the record as it came with a delivery stamp.
func delivered(o graph.Observation, second int64, file string) graph.Observation {
	o.Values = slices.Clone(o.Values)
	o.Received = graph.Stamp{Time: at(second), Zone: graph.ZoneNone}
	o.File = file
	return o
}

// The fixture company: two hosts, four users.
const (
	alpha  = "h:alpha.example.test"
	beta   = "h:beta.example.test"
	system = "u:S-1-5-18"
	alice  = "u:S-1-5-21-1-2-3-1001"
	bob    = "u:S-1-5-21-1-2-3-1002"
	nobody = "u:S-1-5-21-1-2-3-1999" // in the directory, referred to by nothing
	md5    = "0D7F6AB1C2E34455667788990A1B2C3D"
	guid   = "a1b2c3d4-0000-1111-2222-333344445555"
)

func hosts() []graph.Host {
	return []graph.Host{
		{Key: alpha, Name: "alpha.example.test", Aliases: []string{"alpha"}, Addresses: []string{"192.0.2.1"}},
		{Key: beta, Name: "beta.example.test"},
	}
}

func users() []graph.User {
	return []graph.User{
		{Key: system, SID: "S-1-5-18", Name: `NT AUTHORITY\SYSTEM`, Names: []string{`NT-AUTORITÄT\SYSTEM`}, Kind: graph.WellKnownUser},
		{Key: alice, SID: "S-1-5-21-1-2-3-1001", Name: `EXAMPLE\alice`, Names: []string{"alice@example.test"}, Kind: graph.AccountUser},
		{Key: bob, SID: "S-1-5-21-1-2-3-1002", Name: `EXAMPLE\Bob`, Kind: graph.AccountUser},
		{Key: nobody, SID: "S-1-5-21-1-2-3-1999", Name: `EXAMPLE\nobody`, Kind: graph.AccountUser},
	}
}

// process builds a process; start 0 leaves the start unknown.
func process(host, id string, parent string, start int64, image string) graph.Process {
	p := graph.Process{Key: "p:" + strings.TrimPrefix(host, "h:") + ":" + id, Host: host, Image: image, Observed: true}
	if parent != "" {
		p.Parent, p.ParentVia = "p:"+strings.TrimPrefix(host, "h:")+":"+parent, "guid"
	}
	if start != 0 {
		p.Start = milli(start)
	}
	return p
}

// pa and pb are keys of processes of alpha and beta.
func pa(id string) string { return "p:alpha.example.test:" + id }
func pb(id string) string { return "p:beta.example.test:" + id }

const (
	sessionSystem = "s:alpha.example.test:0x3e7"
	sessionAlice  = "s:alpha.example.test:0x1a@1"
	sessionRemote = "s:alpha.example.test:0x2b@2"
	sessionHinted = "s:alpha.example.test:0x2c~3"
)

// company is the graph of the two hosts.
//
//	alpha: services > svchost, psexesvc > cmd ; explorer (stub) > winword > powershell > whoami, mimikatz
//	beta:  init > tool
func company() map[string]graph.HostGraph {
	return map[string]graph.HostGraph{alpha: alphaGraph(), beta: betaGraph()}
}

func alphaGraph() graph.HostGraph {
	sys := func(p graph.Process) graph.Process { p.User, p.Session = system, sessionSystem; return p }
	ali := func(p graph.Process) graph.Process { p.User, p.Session = alice, sessionAlice; return p }
	services := sys(process(alpha, "services", "", 1, `C:\Windows\System32\services.exe`))
	services.PID = ref(int64(700))
	svchost := sys(process(alpha, "svchost", "services", 2, `C:\Windows\System32\svchost.exe`))
	svchost.CommandLine = `svchost.exe -k netsvcs -p`
	svchost.End = milli(500)
	psexec := sys(process(alpha, "psexesvc", "services", 60, `C:\Windows\PSEXESVC.exe`))
	cmd := process(alpha, "cmd", "psexesvc", 61, `C:\Windows\System32\cmd.exe`)
	cmd.User, cmd.Session, cmd.StartedBy = bob, sessionRemote, system
	cmd.CommandLine = `cmd.exe /c "echo ÄÖÜ & dir"`
	cmd.End = milli(62)
	explorer := ali(process(alpha, "explorer", "", 0, `C:\Windows\explorer.exe`))
	explorer.Observed, explorer.StartHint = false, at(10)
	word := ali(process(alpha, "winword", "explorer", 20, `C:\Program Files\Office\WINWORD.EXE`))
	word.CommandLine = `"C:\Program Files\Office\WINWORD.EXE" /n invoice.docm`
	shell := ali(process(alpha, "powershell", "winword", 30, `C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`))
	shell.CommandLine, shell.GUID, shell.PID = `powershell.exe -NoP -Enc SQBFAFgA`, guid, ref(int64(4321))
	shell.Hashes = map[string]string{"MD5": md5, "SHA256": strings.Repeat("AB", 32)}
	shell.Sources = []graph.Source{{Log: "sysmon", EventID: 1, RecordID: 77, File: "a.evtx"}}
	whoami := ali(process(alpha, "whoami", "powershell", 31, `C:\Windows\System32\whoami.exe`))
	whoami.CommandLine = `whoami /all`
	mimi := ali(process(alpha, "mimikatz", "powershell", 32, `C:\Users\alice\mimikatz.exe`))
	mimi.CommandLine = `mimikatz.exe sekurlsa::logonpasswords`
	procs := []graph.Process{services, svchost, psexec, cmd, explorer, word, shell, whoami, mimi}
	slices.SortFunc(procs, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	return graph.HostGraph{
		Processes: procs, Sessions: alphaSessions(), Attempts: alphaAttempts(),
		Warnings: []graph.Warning{
			{Key: "w:alpha:1", Class: graph.ParentStub, About: pa("explorer")},
			{Key: "w:alpha:2", Class: graph.SessionNotClosed, About: sessionAlice},
			{Key: "w:alpha:3", Class: graph.PIDReused, About: pa("powershell"), Detail: "4321"},
			{Key: "w:alpha:4", Class: graph.LogClearedWarning, Host: alpha, Log: "security", Time: at(900), User: bob},
		},
		Standouts: []graph.Standout{
			{Rule: "office-starts-shell", About: pa("powershell"), AboutKind: graph.KindProcess, Host: alpha, Time: milli(30), Severity: 3, Title: "Office started a shell", Techniques: []string{"T1059.001"}},
			{Rule: "encoded-command", About: pa("powershell"), AboutKind: graph.KindProcess, Host: alpha, Time: milli(30), Severity: 2, Title: "An encoded command"},
			{Rule: "remote-logon", About: sessionRemote, AboutKind: graph.KindSession, Host: alpha, Time: milli(59), Severity: 3, Title: "A remote logon"},
		},
	}
}

func alphaSessions() []graph.LogonSession {
	return []graph.LogonSession{
		{Key: sessionAlice, Host: alpha, LogonID: "0x1a", LogonType: 2, User: alice, Start: milli(9), Observed: true},
		{Key: sessionRemote, Host: alpha, LogonID: "0x2b", LogonType: 3, User: bob, Start: milli(59), End: milli(63), EndVia: "4634",
			Observed: true, SourceIP: "192.0.2.2", SourceHost: beta},
		{Key: sessionHinted, Host: alpha, LogonID: "0x2c", User: bob, StartHint: at(5)},
		{Key: sessionSystem, Host: alpha, LogonID: "0x3e7", User: system, BuiltIn: true},
	}
}

func alphaAttempts() []graph.LogonAttempt {
	return []graph.LogonAttempt{
		{Key: "a:alpha:1", EventID: 4625, Host: alpha, Time: milli(40), TargetUser: alice, SourceIP: "192.0.2.2", LogonType: 3, Count: 5},
		{Key: "a:alpha:2", EventID: 4648, Host: alpha, Time: milli(35), User: alice, TargetUser: bob, TargetHost: "beta.example.test", Process: pa("powershell"), Session: sessionAlice, Count: 1},
		{Key: "a:alpha:3", EventID: 4625, Host: alpha, Time: milli(40), TargetUser: bob, Count: 1},
	}
}

func betaGraph() graph.HostGraph {
	root := process(beta, "init", "", 3, `C:\Windows\System32\wininit.exe`)
	tool := process(beta, "tool", "init", 4, `C:\Tools\tool.exe`)
	tool.User = bob
	return graph.HostGraph{Processes: []graph.Process{root, tool}}
}

// fill writes the company with its directory.
func (s *suite) fill() {
	s.Helper()
	s.put(company())
	s.write(func(w graph.Writer) { s.ok(w.SetDirectory(s.ctx(), hosts(), users(), caseWarnings())) })
}

func caseWarnings() []graph.Warning {
	return []graph.Warning{{Key: "w:case:1", Class: graph.HostNameAmbiguous, About: "alpha", Detail: "two hosts"}}
}
