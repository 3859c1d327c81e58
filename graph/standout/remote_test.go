package standout

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// service makes a process that services.exe (key "sv") started.
func service(image string) graph.HostGraph {
	return processes(proc("sv", "", sys+"services.exe", ""), proc("x", "sv", image, image))
}

func TestRemoteAndServiceRules(t *testing.T) {
	wmi := proc("w", "", sys+`wbem\WmiPrvSE.exe`, "wmiprvse.exe -Embedding")
	remote := proc("c", "w", `C:\Tools\inventory.exe`, "inventory.exe")
	remote.RemoteOrigin = &graph.RemoteOrigin{Session: "s", SourceIP: "192.0.2.7"}
	rdp := proc("c", "e", sys+"cmd.exe", "cmd")
	rdp.RemoteOrigin = &graph.RemoteOrigin{Session: "s"}
	runRules(t, []ruleTest{
		{"wmi starts a shell", processes(wmi, proc("c", "w", sys+"cmd.exe", "cmd /c dir")), []string{"remote-execution-child c"}},
		{"wmi starts anything from elsewhere", processes(remote, wmi), []string{"remote-execution-child c"}},
		{"near miss: wmi starts a local tool", processes(wmi, proc("c", "w", sys+"msiexec.exe", "msiexec /V")), nil},
		{"near miss: shell in a remote desktop", processes(rdp, proc("e", "", `C:\Windows\explorer.exe`, "")), nil},
		{"winrm", processes(proc("c", "w", psh, "powershell"), proc("w", "", sys+"wsmprovhost.exe", "")), []string{"remote-execution-child c"}},
		{"dcom", processes(proc("c", "w", sys+"cmd.exe", "cmd /c x"), proc("w", "", sys+"mmc.exe", `"C:\WINDOWS\system32\mmc.exe" -Embedding`)), []string{"remote-execution-child c"}},
		{"near miss: mmc of a person", processes(proc("c", "w", sys+"cmd.exe", "cmd /c x"), proc("w", "", sys+"mmc.exe", `mmc.exe compmgmt.msc`)), nil},
		{"a remote tool's service in ADMIN$", processes(proc("c", "x", sys+"cmd.exe", "cmd"), proc("sv", "", sys+"services.exe", ""), proc("x", "sv", `C:\Windows\RSVC.exe`, "")),
			[]string{"remote-execution-child c", "service-binary-odd x"}},

		{"service in the Windows folder", service(`C:\Windows\xkqpz.exe`), []string{"service-binary-odd x"}},
		{"service in a user's folder", service(`C:\Users\alice\AppData\Local\a.exe`), []string{"service-binary-odd x"}},
		{"service in Temp", service(`C:\Windows\Temp\a.exe`), []string{"service-binary-odd x"}},
		{"service in a share", service(`\\127.0.0.1\ADMIN$\a.exe`), []string{"service-binary-odd x"}},
		{"service is a shell", service(sys + "cmd.exe"), []string{"service-binary-odd x"}},
		{"service in ProgramData itself", service(`C:\ProgramData\a.exe`), []string{"service-binary-odd x"}},
		{"near miss: Sysmon", service(`C:\Windows\Sysmon64.exe`), nil},
		{"near miss: Defender", service(`C:\ProgramData\Microsoft\Windows Defender\Platform\4.18\MsMpEng.exe`), nil},
		{"near miss: System32", service(sys + "spoolsv.exe"), nil},
		{"near miss: a folder of its own", service(`C:\Windows\CarbonX\agent.exe`), nil},
		{"near miss: another parent", processes(proc("e", "", `C:\Windows\explorer.exe`, ""), proc("x", "e", `C:\Users\alice\a.exe`, "")), nil},
	})
	g := processes(remote, wmi)
	if s := Find(&g, nil); s[0].Severity != high || s[0].Detail != "wmiprvse.exe started from 192.0.2.7: inventory.exe" {
		t.Errorf("proven remote origin: %+v", s[0])
	}
}

func TestMasqueradeRules(t *testing.T) {
	var tests []ruleTest
	for _, image := range []string{
		`C:\Windows\svchost.exe`, `C:\Users\Public\svchost.exe`, `C:\Users\x\Windows\System32\lsass.exe`, `D:\System32\csrss.exe`,
		`\\192.0.2.7\c$\svchost.exe`, `C:\Windows\System32\drivers\svchost.exe`, `C:/Temp/rundll32.exe`, `C:\Windows\System32\wbem\svchost.exe`,
	} {
		tests = append(tests, ruleTest{"elsewhere " + image, processes(proc("x", "", image, "")), []string{"system-name-outside-its-folder x"}})
	}
	for _, image := range []string{
		`C:\Windows\System32\svchost.exe`, `c:\WINDOWS\SysWOW64\rundll32.exe`, `\SystemRoot\System32\smss.exe`, `\??\C:\Windows\system32\csrss.exe`,
		`\Device\HarddiskVolume3\Windows\System32\lsass.exe`, `\\?\C:\Windows\System32\conhost.exe`, `%SystemRoot%\System32\svchost.exe`, `svchost.exe`,
		`D:\WINNT\system32\services.exe`, `C:\Windows\System32\wbem\WmiPrvSE.exe`, `C:\Windows\WinSxS\amd64_x\svchost.exe`, `C:\Users\x\notsvchost.exe`, "",
	} {
		tests = append(tests, ruleTest{"near miss " + image, processes(proc("x", "", image, "")), nil})
	}
	pid4 := proc("p", "", "Système", "")
	four := int64(4)
	pid4.PID = &four
	tests = append(tests,
		ruleTest{"lsass under explorer", processes(proc("p", "", `C:\Windows\explorer.exe`, ""), proc("x", "p", sys+"lsass.exe", "")), []string{"rare-parent x"}},
		ruleTest{"svchost under a shell", processes(proc("p", "", psh, ""), proc("x", "p", sys+"svchost.exe", "")), []string{"rare-parent x"}},
		ruleTest{"near miss: lsass under wininit", processes(proc("p", "", sys+"wininit.exe", ""), proc("x", "p", sys+"lsass.exe", "")), nil},
		ruleTest{"near miss: parent not known", processes(proc("x", "p", sys+"lsass.exe", "")), nil},
		ruleTest{"near miss: stub without image", processes(proc("p", "", "", ""), proc("x", "p", sys+"lsass.exe", "")), nil},
		ruleTest{"near miss: smss under System in another language", processes(pid4, proc("x", "p", sys+"smss.exe", "")), nil},
	)
	runRules(t, tests)
}

func TestSpoofedParents(t *testing.T) {
	child := proc("c", "e", `C:\Tools\a.exe`, "a.exe")
	child.ParentClaims = []graph.ParentClaim{{Parent: "e", Source: "sysmon"}, {Parent: "p", Source: "security"}}
	elevated := child
	elevated.ParentClaims = []graph.ParentClaim{{Parent: "e", Source: "sysmon"}, {Parent: "s", Source: "security"}}
	base := []graph.Process{proc("e", "", `C:\Windows\explorer.exe`, ""), proc("p", "", psh, ""), proc("s", "", sys+"svchost.exe", "")}
	warn := []graph.Warning{{Key: "w", Class: graph.ParentMismatch, About: "c", Host: "h1"}}
	tests := []struct {
		name     string
		graph    graph.HostGraph
		severity int
	}{
		{"two parents", graph.HostGraph{Processes: append(base[:3:3], child), Warnings: warn}, high},
		{"elevation service", graph.HostGraph{Processes: append(base[:3:3], elevated), Warnings: warn}, medium},
		{"near miss: another warning", graph.HostGraph{Processes: append(base[:3:3], child),
			Warnings: []graph.Warning{{Key: "w", Class: graph.ParentStub, About: "c"}}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Find(&tt.graph, nil)
			switch {
			case tt.severity == 0 && len(got) > 0, tt.severity > 0 && (len(got) != 1 || got[0].Severity != tt.severity || got[0].About != "c"):
				t.Errorf("remarks %+v, want severity %d", got, tt.severity)
			}
		})
	}
}
