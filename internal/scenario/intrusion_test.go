package scenario

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// step finds a step's process, and its records by PID and place in time.
func step(t *testing.T, truth *Truth, name string) *ProcessTruth {
	t.Helper()
	p := truth.StepProcess(name)
	if p == nil {
		t.Fatalf("the story has no step %q", name)
	}
	return p
}

func audited(t *testing.T, truth *Truth, out *collector, p *ProcessTruth) *record {
	t.Helper()
	for _, r := range out.of(truth.Hosts[p.Host].NetBIOS, 4688) {
		if r.field("NewProcessId").Number == uint64(p.PID) && ticksTime(ticksOf(r.Time)) == p.AuditStart {
			return r
		}
	}
	t.Fatalf("no 4688 of %s", p.Image)
	return nil
}

func sensed(t *testing.T, out *collector, p *ProcessTruth) *record {
	t.Helper()
	for _, r := range out.of("", 1) {
		if r.field("ProcessGuid").Text == guidText(p.GUID) {
			return r
		}
	}
	t.Fatalf("no Sysmon 1 of %s", p.Image)
	return nil
}

// The chains of the story, each from a child up to what started it.
func TestIntrusionChains(t *testing.T) {
	truth, _ := world(t, "demo")
	for _, c := range []struct{ step, host, chain string }{
		{"powershell", "WKS-0114", "powershell.exe < wscript.exe < WINWORD.EXE < OUTLOOK.EXE < explorer.exe < userinit.exe < winlogon.exe"},
		{"discovery-1", "WKS-0114", "whoami.exe < powershell.exe"}, {"discovery-2", "WKS-0114", "net.exe < powershell.exe"},
		{"discovery-4", "WKS-0114", "nltest.exe < powershell.exe"}, {"discovery-5", "WKS-0114", "ipconfig.exe < powershell.exe"},
		{"discovery-6", "WKS-0114", "tasklist.exe < powershell.exe"},
		{"spoofed-parent", "WKS-0114", "updsvc.exe < powershell.exe"},
		{"lsass-dump", "WKS-0114", "rundll32.exe < cmd.exe < fodhelper.exe < updsvc.exe"},
		{"spray", "WKS-0114", "powershell.exe < updsvc.exe"},
		{"wmic", "WKS-0114", "WMIC.exe < cmd.exe < runas.exe < updsvc.exe"},
		{"wmi-child", "WKS-0117", "cmd.exe < WmiPrvSE.exe < svchost.exe < services.exe < wininit.exe < smss.exe < smss.exe < System"},
		{"wmi-powershell", "WKS-0117", "powershell.exe < WmiPrvSE.exe"},
		{"winrm-whoami", "FS01", "whoami.exe < wsmprovhost.exe < svchost.exe < services.exe"},
		{"task-create", "FS01", "schtasks.exe < wsmprovhost.exe"},
		{"task-run", "FS01", "powershell.exe < svchost.exe < services.exe"},
		{"psexec-shell", "DC01", "cmd.exe < PSEXESVC.exe < services.exe"},
		{"clear-security", "DC01", "wevtutil.exe < cmd.exe < PSEXESVC.exe"},
		{"clear-system", "DC01", "wevtutil.exe < cmd.exe"},
	} {
		p := step(t, truth, c.step)
		if host := truth.Hosts[p.Host].NetBIOS; host != c.host {
			t.Errorf("%s ran on %s", c.step, host)
		}
		names := strings.Split(c.chain, " < ")
		for i, name := range names {
			if base := p.Image[strings.LastIndexByte(p.Image, '\\')+1:]; base != name {
				t.Errorf("%s: ancestor %d is %s, want %s", c.step, i, base, name)
			}
			if i < len(names)-1 {
				p = &truth.Processes[p.Parent]
			}
		}
	}
}

func TestIntrusionEncodedCommand(t *testing.T) {
	truth, _ := world(t, "demo")
	line := step(t, truth, "powershell").CommandLine
	_, encoded, _ := strings.Cut(line, "-EncodedCommand ")
	b, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	var units []uint16
	for i := 0; i < len(b); i += 2 {
		units = append(units, uint16(b[i])|uint16(b[i+1])<<8)
	}
	if text := string(utf16.Decode(units)); text != firstStage || !strings.Contains(text, "example.test") {
		t.Errorf("decoded %q", text)
	}
}

// Each way of moving on shows on its target in its own way.
func TestIntrusionMovesBetweenHosts(t *testing.T) {
	truth, out := world(t, "demo")
	from := truth.Hosts[step(t, truth, "word").Host].Address
	for _, name := range []string{"wmi-child", "wmi-powershell", "winrm-host", "task-create"} {
		p := step(t, truth, name)
		s := truth.Sessions[p.Session]
		if s.Type != 3 || s.SourceAddress != from || !s.Logged || truth.Users[s.User].Name != "adm-brandt" {
			t.Errorf("%s ran in a session of type %d from %q", name, s.Type, s.SourceAddress)
		}
		if r := audited(t, truth, out, p); r.field("SubjectLogonId").Number != s.LogonID && r.field("TargetLogonId").Number != s.LogonID {
			t.Errorf("the 4688 of %s does not name session 0x%x", name, s.LogonID)
		}
	}
	if got := audited(t, truth, out, step(t, truth, "wmi-child")).field("SubjectLogonId").Number; got != 0x3e4 {
		t.Errorf("the creator of the WMI child is in 0x%x, want NETWORK SERVICE", got)
	}
	service := step(t, truth, "psexec-service")
	if truth.Sessions[service.Session].LogonID != 0x3e7 {
		t.Error("the service does not run as SYSTEM")
	}
	near := 0
	for _, r := range out.of("DC01", 4624) {
		if r.field("LogonType").Number == 3 && r.field("IpAddress").Text == from {
			if d := service.Start.Time().Sub(r.Time); d > 0 && d < 2*time.Second {
				near++
			}
		}
	}
	if near != 1 {
		t.Errorf("%d network logons just before the service", near)
	}
	var others []string
	for _, r := range out.of("WKS-0114", 4648) {
		others = append(others, r.field("ProcessName").Text+" "+r.field("TargetUserName").Text+" "+r.field("TargetServerName").Text)
	}
	want := `C:\Windows\System32\svchost.exe adm-brandt localhost, C:\Windows\System32\wbem\WMIC.exe adm-brandt WKS-0117.example.test`
	if got := strings.Join(others, ", "); got != want {
		t.Errorf("4648: %s\nwant  %s", got, want)
	}
}

func TestIntrusionBorrowsAParent(t *testing.T) {
	truth, out := world(t, "demo")
	p := step(t, truth, "spoofed-parent")
	claimed, real := &truth.Processes[p.Claimed], &truth.Processes[p.Parent]
	if got := sensed(t, out, p); got.field("ParentProcessGuid").Text != guidText(claimed.GUID) || !strings.HasSuffix(got.field("ParentImage").Text, `\explorer.exe`) {
		t.Errorf("Sysmon names %s", got.field("ParentImage").Text)
	}
	if got := audited(t, truth, out, p); got.field("ProcessId").Number != uint64(real.PID) || !strings.HasSuffix(got.field("ParentProcessName").Text, `\powershell.exe`) {
		t.Errorf("4688 names %s", got.field("ParentProcessName").Text)
	}
}

func TestIntrusionSpraysAndClears(t *testing.T) {
	truth, out := world(t, "demo")
	begin := step(t, truth, "spray").Start.Time()
	accounts, sources := map[string]bool{}, map[string]bool{}
	for _, r := range out.of("FS01", 4625) {
		if d := r.Time.Sub(begin); d > 0 && d < time.Minute && r.field("WorkstationName").Text == "WKS-0114" {
			accounts[r.field("TargetUserName").Text] = true
			sources[r.field("IpAddress").Text] = true
		}
	}
	if len(accounts) < 12 || len(sources) != 1 {
		t.Errorf("%d accounts from %d addresses", len(accounts), len(sources))
	}
	successes := 0
	for _, r := range out.of("FS01", 4624) {
		if d := r.Time.Sub(begin); d > 0 && d < 2*time.Minute && r.field("TargetUserName").Text == "svc_backup" && sources[r.field("IpAddress").Text] {
			successes++
		}
	}
	if successes != 1 {
		t.Errorf("%d logons succeeded", successes)
	}
	security, system := out.of("DC01", 1102), out.of("DC01", 104)
	if len(security) != 1 || len(system) != 1 || security[0].UserData != "LogFileCleared" || security[0].Provider != "Microsoft-Windows-Eventlog" {
		t.Errorf("cleared: %d times 1102, %d times 104", len(security), len(system))
	}
	if !strings.Contains(step(t, truth, "lsass-dump").CommandLine, "comsvcs.dll, MiniDump ") {
		t.Error("nothing dumps lsass.exe")
	}
}
