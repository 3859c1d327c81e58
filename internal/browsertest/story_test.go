package browsertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// hostile is a command line that is markup, moves a terminal's cursor and turns
// the direction of writing.
const hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>\x1b[2J\u202egnp.exe\u200b"

// longLine is the longest command line that Windows has, nearly.
var longLine = "long.exe " + strings.Repeat("x", 31_990) + "END"

// storyCase is a small case of two hosts: a document led to PowerShell on the
// first, which reached the second; with hostile text, a stub, and a PID that
// sources disagree about.
func storyCase(t testing.TB) *sqlitestore.Store {
	t.Helper()
	users := []graph.User{
		{Key: "u-ana", SID: "S-1-5-21-1-2-3-1001", Name: `EXAMPLE\ana`, Kind: graph.AccountUser},
		{Key: "u-system", SID: "S-1-5-18", Name: `NT AUTHORITY\SYSTEM`, Kind: graph.WellKnownUser},
	}
	return NewCase(t, users, storyWorkstation(), storyServer())
}

func storyWorkstation() Host {
	const host = "h-ws1"
	g := graph.HostGraph{
		Sessions: []graph.LogonSession{{Key: "s-ana", Host: host, LogonID: "0x4a5af", LogonType: 2, User: "u-ana", Start: at(0), Observed: true, SourceLocal: true}},
	}
	add := func(key, parent, image, commandLine string, pid int64, start time.Duration) *graph.Process {
		p := process(host, key, parent, image, commandLine, pid, start)
		p.User, p.Session = "u-ana", "s-ana"
		g.Processes = append(g.Processes, p)
		return &g.Processes[len(g.Processes)-1]
	}
	stub := add("p-explorer", "", `C:\Windows\explorer.exe`, "", 3000, 0)
	stub.Observed, stub.StartHint, stub.Start, stub.Sources = false, stub.Start, graph.Time{}, nil
	add("p-word", "p-explorer", `C:\Office\WINWORD.EXE`, `"C:\Office\WINWORD.EXE" invoice.docm`, 3100, time.Minute)
	ps := add("p-ps", "p-word", `C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`,
		"powershell.exe -NoProfile -EncodedCommand VwByAGkAdABlAC0ATwB1AHQAcAB1AHQAIAAnAGgAaQAnAA==", 3200, 2*time.Minute)
	ps.End = ps.Start.Add(90 * time.Second)
	ps.Hashes = map[string]string{"SHA1": strings.Repeat("AB", 20)}
	ps.ParentClaims = []graph.ParentClaim{{Parent: "p-word", Source: "sysmon"}, {Parent: "p-explorer", Source: "security"}}
	add("p-whoami", "p-ps", `C:\Windows\System32\whoami.exe`, "whoami.exe /all", 3300, 3*time.Minute)
	add("p-net", "p-ps", `C:\Windows\System32\net.exe`, `net.exe group "Domain Admins" /domain`, 3304, 4*time.Minute)
	add("p-hostile", "p-ps", "C:\\Users\\Public\\invoice_\u202efdp.exe", hostile, 3400, 5*time.Minute)
	add("p-long", "p-ps", `C:\Temp\long.exe`, longLine, 3500, 6*time.Minute)
	g.Standouts = []graph.Standout{
		{Rule: "office-starts-shell", About: "p-ps", AboutKind: graph.KindProcess, Host: host, Time: at(2 * time.Minute), Severity: 3, Title: "A document program started a shell", Detail: "WINWORD.EXE started powershell.exe", Techniques: []string{"T1204.002"}},
		{Rule: "discovery", About: "p-whoami", AboutKind: graph.KindProcess, Host: host, Time: at(3 * time.Minute), Severity: 1, Title: "A discovery command ran"},
	}
	g.Warnings = []graph.Warning{{Key: "w-1", Class: graph.ParentMismatch, About: "p-ps", Detail: "Sysmon and Security name different parents", Host: host}}
	return Host{Host: graph.Host{Key: host, Name: "ws1.example.test", Addresses: []string{"192.0.2.11"}}, Graph: g}
}

func storyServer() Host {
	const host = "h-srv"
	g := graph.HostGraph{
		Sessions: []graph.LogonSession{{Key: "s-net", Host: host, LogonID: "0x9f3", LogonType: 3, User: "u-ana", Start: at(6 * time.Minute), Observed: true, SourceIP: "192.0.2.11", SourceHost: "h-ws1"}},
		Attempts: []graph.LogonAttempt{{Key: "a-1", EventID: 4625, Host: host, Time: at(5 * time.Minute), TargetUser: "u-ana", SourceIP: "192.0.2.11", LogonType: 3, SubStatus: "0xc000006a", Count: 1}},
	}
	parent := ""
	for i := range 30 {
		p := process(host, fmt.Sprintf("p-deep-%02d", i), parent, fmt.Sprintf(`C:\deep\step%02d.exe`, i), fmt.Sprintf("step%02d.exe", i), int64(5000+4*i), 7*time.Minute+time.Duration(i)*time.Second)
		p.User, p.Session = "u-ana", "s-net"
		p.RemoteOrigin = &graph.RemoteOrigin{Session: "s-net", SourceIP: "192.0.2.11"}
		g.Processes = append(g.Processes, p)
		parent = p.Key
	}
	return Host{Host: graph.Host{Key: host, Name: "srv.example.test"}, Graph: g}
}
