package standout

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// tries makes n failed logons of different accounts from ip, step seconds apart.
func tries(n, step int, ip string) []graph.LogonAttempt {
	var out []graph.LogonAttempt
	for i := range n {
		out = append(out, graph.LogonAttempt{Key: fmt.Sprintf("a%02d", i), EventID: 4625, Host: "h1", Time: at(i * step),
			TargetUser: fmt.Sprintf("u%d", i), SourceIP: ip})
	}
	return out
}

func logon(key, user, ip string, seconds int) graph.LogonSession {
	return graph.LogonSession{Key: key, Host: "h1", User: user, SourceIP: ip, Start: at(seconds), Observed: true, LogonType: 3}
}

func TestSprayRules(t *testing.T) {
	const ip = "203.0.113.9"
	same := tries(8, 5, ip)
	for i := range same {
		same[i].TargetUser = "alice"
	}
	byWorkstation := tries(5, 5, "")
	for i := range byWorkstation {
		byWorkstation[i].ClaimedWorkstation = "KALI"
	}
	runRules(t, []ruleTest{
		{"five accounts", graph.HostGraph{Attempts: tries(5, 10, ip)}, []string{"failed-logon-spray a00"}},
		{"source by its own name", graph.HostGraph{Attempts: byWorkstation}, []string{"failed-logon-spray a00"}},
		{"near miss: four accounts", graph.HostGraph{Attempts: tries(4, 10, ip)}, nil},
		{"near miss: one account again and again", graph.HostGraph{Attempts: same}, nil},
		{"near miss: an hour apart", graph.HostGraph{Attempts: tries(9, 3600, ip)}, nil},
		{"near miss: no source", graph.HostGraph{Attempts: tries(9, 10, "")}, nil},
		{"near miss: different sources", graph.HostGraph{Attempts: append(tries(4, 10, ip), graph.LogonAttempt{Key: "b", EventID: 4625, Host: "h1",
			Time: at(45), TargetUser: "u9", SourceIP: "203.0.113.10"})}, nil},
		{"then a logon", graph.HostGraph{Attempts: tries(6, 10, ip), Sessions: []graph.LogonSession{logon("s", "alice", ip, 90)}},
			[]string{"failed-logon-spray a00", "success-after-spray s"}},
		{"near miss: logon before", graph.HostGraph{Attempts: tries(6, 10, ip), Sessions: []graph.LogonSession{logon("s", "alice", ip, -5)}},
			[]string{"failed-logon-spray a00"}},
		{"near miss: logon from another address", graph.HostGraph{Attempts: tries(6, 10, ip), Sessions: []graph.LogonSession{logon("s", "alice", "203.0.113.10", 90)}},
			[]string{"failed-logon-spray a00"}},
		{"near miss: logon hours later", graph.HostGraph{Attempts: tries(6, 10, ip), Sessions: []graph.LogonSession{logon("s", "alice", ip, 9000)}},
			[]string{"failed-logon-spray a00"}},
		{"near miss: a computer's logon", graph.HostGraph{Attempts: tries(6, 10, ip), Sessions: []graph.LogonSession{logon("s", "ws01$", ip, 90)}},
			[]string{"failed-logon-spray a00"}},
	})
}

// TestSprayNamesTheProgram: a spray says which local program tried, and never that it took no time.
func TestSprayNamesTheProgram(t *testing.T) {
	g := graph.HostGraph{Attempts: tries(5, 0, "203.0.113.9"), Processes: []graph.Process{proc("p", "", `C:\Users\alice\Spray.exe`, "spray")}}
	for i := range g.Attempts {
		g.Attempts[i].Process = "p"
	}
	const want = "5 accounts from 203.0.113.9 by spray.exe within 1s: u0, u1, u2, u3, u4"
	if s := Find(&g, directory())[0]; s.Detail != want {
		t.Errorf("detail %q, want %q", s.Detail, want)
	}
}

func TestLoopbackDesktops(t *testing.T) {
	session := func(kind int, ip string, local bool) graph.HostGraph {
		return graph.HostGraph{Sessions: []graph.LogonSession{{Key: "s", Host: "h1", User: "alice", Start: at(0), Observed: true,
			LogonType: kind, SourceIP: ip, SourceLocal: local, SourcePort: 49274}}}
	}
	runRules(t, []ruleTest{
		{"remote desktop from 127.0.0.1", session(10, "", true), []string{"remote-desktop-by-loopback s"}},
		{"near miss: from another address", session(10, "203.0.113.9", false), nil},
		{"near miss: no address", session(10, "", false), nil},
		{"near miss: the own address", session(10, "203.0.113.9", true), nil},
		{"near miss: a network logon", session(3, "", true), nil},
	})
	g := session(10, "", true)
	if s := Find(&g, directory())[0]; s.Detail != `EXAMPLE\alice from a loopback address, port 49274` {
		t.Errorf("detail %q", s.Detail)
	}
}

func TestExplicitCredentials(t *testing.T) {
	use := func(key, user, target, host string) graph.LogonAttempt {
		return graph.LogonAttempt{Key: key, EventID: 4648, Host: "h1", Time: at(0), User: user, TargetUser: target, TargetHost: host}
	}
	one := func(a ...graph.LogonAttempt) graph.HostGraph { return graph.HostGraph{Attempts: a} }
	runRules(t, []ruleTest{
		{"another computer", one(use("a", "alice", "bob", "srv01")), []string{"explicit-credentials a"}},
		{"again is one remark", one(use("a", "alice", "bob", "srv01"), use("b", "alice", "bob", "SRV01")), []string{"explicit-credentials a"}},
		{"near miss: this computer", one(use("a", "alice", "bob", "localhost")), nil},
		{"near miss: this computer by name", one(use("a", "alice", "bob", "ws01.example.test"), use("b", "alice", "bob", "WS01")), nil},
		{"near miss: a computer asked", one(use("a", "ws01$", "bob", "srv01")), nil},
		{"near miss: a failed logon", graph.HostGraph{Attempts: []graph.LogonAttempt{{Key: "a", EventID: 4625, Host: "h1", User: "alice", TargetHost: "srv01"}}}, nil},
	})
	g := one(use("a", "alice", "bob", "srv01"), use("b", "alice", "bob", "srv01"))
	s := Find(&g, directory())[0]
	if s.Severity != medium || s.Detail != `EXAMPLE\alice used EXAMPLE\bob for srv01 (2 times)` || s.AboutKind != graph.KindLogonAttempt {
		t.Errorf("remark %+v", s)
	}
	own := one(use("a", "alice", "alice", "srv01"))
	if s := Find(&own, directory())[0]; s.Severity != low {
		t.Errorf("one's own credentials: %+v", s)
	}
}

func TestLsassDump(t *testing.T) {
	pid := int64(640)
	lsass := proc("l", "", sys+"lsass.exe", "")
	lsass.PID = &pid
	tool := func(image, command string) graph.HostGraph { return processes(lsass, proc("x", "", image, command)) }
	renamed := proc("x", "", `C:\a.exe`, "a.exe -ma 640 o.dmp")
	renamed.OriginalFileName = "procdump"
	hit := []string{"lsass-dump x"}
	runRules(t, []ruleTest{
		{"comsvcs by name", tool(sys+"rundll32.exe", `rundll32 C:\Windows\System32\comsvcs.dll, MiniDump 640 C:\a.dmp full`), hit},
		{"comsvcs by number", tool(sys+"rundll32.exe", `rundll32 comsvcs.dll #+24 640 a full`), hit},
		{"procdump by name", tool(`C:\t\procdump64.exe`, "procdump64 -accepteula -ma lsass.exe a"), hit},
		{"procdump by PID, renamed", processes(lsass, renamed), hit},
		{"dump file by Task Manager's name", tool(sys+"cmd.exe", `cmd /c copy C:\Users\x\lsass.DMP z:`), hit},
		{"a dumper's own name", tool(`C:\t\Outflank-Dumpert.exe`, "Outflank-Dumpert.exe"), hit},
		{"near miss: comsvcs registered", tool(sys+"regsvr32.exe", "regsvr32 /s comsvcs.dll"), nil},
		{"near miss: procdump of another process", tool(`C:\t\procdump.exe`, "procdump -ma w3wp.exe a"), nil},
		{"near miss: procdump of another PID", tool(`C:\t\procdump.exe`, "procdump -ma 6400 a"), nil},
		{"near miss: lsass named", tool(sys+"tasklist.exe", `tasklist /fi "imagename eq lsass.exe"`), nil},
	})
}

func TestLogCleared(t *testing.T) {
	cleared := func(key string, seconds int) graph.Warning {
		return graph.Warning{Key: key, Class: graph.LogClearedWarning, Host: "h1", Log: "security", User: "alice", Time: at(seconds)}
	}
	tool := proc("x", "", sys+"wevtutil.exe", "wevtutil cl Security")
	runRules(t, []ruleTest{
		{"warning alone", graph.HostGraph{Warnings: []graph.Warning{cleared("w", 2)}, Processes: []graph.Process{proc("e", "", `C:\Windows\explorer.exe`, "")}}, []string{"log-cleared w"}},
		{"warning with its tool", graph.HostGraph{Warnings: []graph.Warning{cleared("w", 2)}, Processes: []graph.Process{tool}}, []string{"log-cleared x"}},
		{"two logs by one tool", graph.HostGraph{Warnings: []graph.Warning{cleared("v", 1), cleared("w", 2)}, Processes: []graph.Process{tool}}, []string{"log-cleared x"}},
		{"tool long before", graph.HostGraph{Warnings: []graph.Warning{cleared("w", 600)}, Processes: []graph.Process{tool}}, []string{"log-cleared w", "log-cleared x"}},
		{"tool alone, behind cmd", processes(proc("a", "", sys+"cmd.exe", "cmd /c wevtutil cl System"), proc("x", "a", sys+"wevtutil.exe", "wevtutil.exe CL System")), []string{"log-cleared x"}},
		{"near miss: reads a log", processes(proc("x", "", sys+"wevtutil.exe", "wevtutil qe Security /c:5")), nil},
		{"near miss: another warning", graph.HostGraph{Warnings: []graph.Warning{{Key: "w", Class: graph.RecordGap, Host: "h1", Log: "security"}}}, nil},
	})
	g := graph.HostGraph{Warnings: []graph.Warning{cleared("w", 2)}, Processes: []graph.Process{tool}}
	if s := Find(&g, directory())[0]; s.Detail != `security log, by EXAMPLE\alice: wevtutil cl Security` || s.Time != at(2) {
		t.Errorf("remark %+v", s)
	}
}

func TestCapSaysTheTotal(t *testing.T) {
	var g graph.HostGraph
	for i := range MaxPerRule + 37 {
		g.Processes = append(g.Processes, proc(fmt.Sprintf("k%04d", i), "", sys+"schtasks.exe", "schtasks /create /tn x"))
	}
	got := Find(&g, nil)
	last := got[len(got)-1]
	if len(got) != MaxPerRule+1 {
		t.Fatalf("%d remarks, want %d", len(got), MaxPerRule+1)
	}
	for _, s := range got {
		if s.AboutKind == graph.KindHost {
			last = s
		}
	}
	if last.About != "h1" || last.Title != "A scheduled task was created by command line (237 in all on this host, 200 are shown)" {
		t.Errorf("last remark %+v", last)
	}
}

// The order of the graph's slices does not change what is found, nor does a second call.
func TestFindIsDeterministic(t *testing.T) {
	other := tries(7, 3, "203.0.113.8")
	for i := range other {
		other[i].Key += "b"
	}
	g := graph.HostGraph{
		Processes: []graph.Process{
			proc("w", "", word, ""), proc("c", "w", sys+"cmd.exe", "cmd"), proc("1", "c", sys+"whoami.exe", ""), proc("2", "c", sys+"arp.exe", ""),
			proc("3", "c", sys+"ipconfig.exe", ""), proc("4", "c", sys+"nltest.exe", ""), proc("s", "c", sys+"schtasks.exe", "schtasks /create"),
		},
		Attempts: append(tries(7, 3, "203.0.113.9"), other...),
	}
	want := Find(&g, directory())
	if len(want) != 5 {
		t.Fatalf("%d remarks, want 5: %+v", len(want), want)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		r.Shuffle(len(g.Processes), func(i, j int) { g.Processes[i], g.Processes[j] = g.Processes[j], g.Processes[i] })
		r.Shuffle(len(g.Attempts), func(i, j int) { g.Attempts[i], g.Attempts[j] = g.Attempts[j], g.Attempts[i] })
		if diff := cmp.Diff(want, Find(&g, directory())); diff != "" {
			t.Fatalf("another order gives other remarks: %s", diff)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	var g graph.HostGraph
	for i := range 100_000 {
		g.Processes = append(g.Processes, proc(fmt.Sprintf("k%06d", i), fmt.Sprintf("k%06d", i/3), `C:\Program Files\Agent\agent.exe`, `"C:\Program Files\Agent\agent.exe" --collect --interval 60 --quiet`))
	}
	b.ReportAllocs()
	for b.Loop() {
		Find(&g, nil)
	}
}
