package scenario

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// manifests are the fields of each event, in the vendors' order.
var manifests = map[string]string{
	"Microsoft-Windows-Sysmon 1": "RuleName UtcTime ProcessGuid ProcessId Image FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User " +
		"LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser",
	"Microsoft-Windows-Sysmon 4":               "UtcTime State Version SchemaVersion",
	"Microsoft-Windows-Sysmon 5":               "RuleName UtcTime ProcessGuid ProcessId Image User",
	"Microsoft-Windows-Security-Auditing 4608": "",
	"Microsoft-Windows-Security-Auditing 4624": "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType " +
		"LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort " +
		"ImpersonationLevel RestrictedAdminMode TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId ElevatedToken",
	"Microsoft-Windows-Security-Auditing 4625": "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName Status FailureReason SubStatus " +
		"LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort",
	"Microsoft-Windows-Security-Auditing 4634": "TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType",
	"Microsoft-Windows-Security-Auditing 4647": "TargetUserSid TargetUserName TargetDomainName TargetLogonId",
	"Microsoft-Windows-Security-Auditing 4648": "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId LogonGuid TargetUserName TargetDomainName TargetLogonGuid " +
		"TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort",
	"Microsoft-Windows-Security-Auditing 4672": "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId PrivilegeList",
	"Microsoft-Windows-Security-Auditing 4688": "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId NewProcessId NewProcessName TokenElevationType ProcessId CommandLine " +
		"TargetUserSid TargetUserName TargetDomainName TargetLogonId ParentProcessName MandatoryLabel",
	"Microsoft-Windows-Security-Auditing 4689": "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId Status ProcessId ProcessName",
	"Microsoft-Windows-Eventlog 1102":          "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId",
	"Microsoft-Windows-Eventlog 104":           "SubjectUserName SubjectDomainName Channel BackupPath",
	"Microsoft-Windows-Kernel-General 12":      "MajorVersion MinorVersion BuildVersion QfeVersion ServiceVersion BootMode StartTime",
	"Microsoft-Windows-Kernel-General 13":      "StopTime",
	"EventLog 6005":                            "Binary",
	"EventLog 6006":                            "Binary",
}

func TestEventsFollowTheirManifests(t *testing.T) {
	_, out := world(t, "demo")
	seen := map[string]bool{}
	for i := range out.records {
		r := &out.records[i]
		key := r.Provider + " " + string(appendDigits(nil, int64(r.EventID), 1))
		var names []string
		for _, f := range r.Data {
			names = append(names, f.Name)
		}
		if got, want := strings.Join(names, " "), manifests[key]; got != want && !seen[key] {
			t.Errorf("%s: %s", key, cmp.Diff(want, got))
		}
		seen[key] = true
	}
	for key := range manifests {
		if !seen[key] {
			t.Errorf("the demo has no %s", key)
		}
	}
}

func TestLogsAreNumberedAndInOrder(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, out *collector) {
		type log struct{ host, channel string }
		last := map[log]*record{}
		for i := range out.records {
			r := &out.records[i]
			k := log{r.Computer, r.Channel}
			if before := last[k]; before != nil && (r.RecordID != before.RecordID+1 || !r.Time.After(before.Time)) || before == nil && r.RecordID != 1 {
				t.Fatalf("%v: record %d of %s", k, r.RecordID, r.Time)
			}
			last[k] = r
			if r.Time.Before(truth.Start) || r.Time.After(truth.End.Add(time.Minute)) {
				t.Fatalf("%v: record %d of %s is outside of the logs", k, r.RecordID, r.Time)
			}
		}
		if int(truth.Events) != len(out.records) {
			t.Errorf("%d events, the truth says %d", len(out.records), truth.Events)
		}
	})
}

// documentation are the address ranges of RFC 5737 and RFC 3849.
var documentation = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}

func TestNamesAndAddressesAreMadeUp(t *testing.T) {
	big := Scale(0, maximumHosts)
	big.Days = 1
	truth, err := Generate(t.Context(), big, discard{})
	if err != nil {
		t.Fatal(err)
	}
	addresses, names := map[string]bool{}, map[string]bool{}
	for _, h := range truth.Hosts {
		inRange := false
		for _, p := range documentation {
			inRange = inRange || p.Contains(netip.MustParseAddr(h.Address))
		}
		if !inRange || addresses[h.Address] || names[h.NetBIOS] || !strings.HasSuffix(h.Name, ".example.test") {
			t.Errorf("host %s has the address %s", h.Name, h.Address)
		}
		addresses[h.Address], names[h.NetBIOS] = true, true
	}
	sids := map[string]bool{}
	for _, u := range truth.Users {
		if sids[u.SID] {
			t.Errorf("%s has the SID of another: %s", u.Name, u.SID)
		}
		sids[u.SID] = true
	}
}

// The first records of a boot are older than its 4608, by up to 15 seconds.
func TestBootIsOlderThan4608(t *testing.T) {
	_, out := world(t, "demo")
	marks := out.of("WKS-0114", 4608)
	if len(marks) != 2 {
		t.Fatalf("%d boots", len(marks))
	}
	for _, mark := range marks {
		var before []string
		for _, r := range out.of("WKS-0114", 4688) {
			if d := mark.Time.Sub(r.Time); d > 0 && d < 15*time.Second {
				image := r.field("NewProcessName").Text
				before = append(before, image[strings.LastIndexByte(image, '\\')+1:])
			}
		}
		want := []string{"Registry", "smss.exe", "smss.exe", "csrss.exe", "wininit.exe", "smss.exe", "csrss.exe", "winlogon.exe", "services.exe", "lsass.exe"}
		if diff := cmp.Diff(want, before); diff != "" {
			t.Errorf("before 4608 (-want +got):\n%s", diff)
		}
	}
}
