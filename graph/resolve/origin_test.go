package resolve

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// TestRemoteOrigin: it is asserted through the session of the process, and only where that came from elsewhere.
func TestRemoteOrigin(t *testing.T) {
	for address, want := range map[string]string{"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "::1": "", "-": "", "": ""} {
		r := resolveAll(t, logon(1, "09:00:00", "0x5000", values{graph.SourceAddress: address}),
			securityStart(2, "09:10:00", 8, cmd, values{graph.SubjectLogonID: "0x5000"}))
		got := ""
		if o := r.process(t, 8, "09:10:00").RemoteOrigin; o != nil {
			got = o.SourceIP
		}
		if got != want {
			t.Errorf("from %q: %q", address, got)
		}
	}
}

// TestPossibleOriginOfAService: network logons just before a child of services.exe are possible origins, and no more.
func TestPossibleOriginOfAService(t *testing.T) {
	services := `C:\Windows\System32\services.exe`
	for _, c := range []struct {
		name, at, parent, image string
		logon                   values
		want                    bool
	}{
		{"a service", "09:00:05", services, app, nil, true},
		{"too late", "09:00:11", services, app, nil, false},
		{"another parent", "09:00:05", cmd, app, nil, false},
		{"svchost", "09:00:05", services, `C:\Windows\System32\svchost.exe`, nil, false},
		{"a machine's logon", "09:00:05", services, app, values{graph.TargetName: "HOST2$"}, false},
		{"a desktop logon", "09:00:05", services, app, values{graph.SourceAddress: "-"}, false},
	} {
		from := values{graph.SourceAddress: "192.0.2.7", graph.TargetName: "alice"}.with(c.logon)
		r := resolveAll(t, logon(1, "09:00:00", "0x5000", from),
			securityStart(2, c.at, 8, c.image, values{graph.SubjectLogonID: "0x3e7", graph.ParentPID: "600", graph.ParentImage: c.parent}))
		p := r.process(t, 8, c.at)
		if got := len(p.RemoteOriginMaybe) == 1; got != c.want || p.RemoteOrigin != nil {
			t.Errorf("%s: possible %v, asserted %v", c.name, p.RemoteOriginMaybe, p.RemoteOrigin)
		}
	}
}

func TestHashes(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"MD5=AA,sha256=BB": {"MD5": "AA", "SHA256": "BB"},
		" MD5=AA , =BB,C=": {"MD5": "AA"},
		"":                 nil,
		"AABB":             nil,
	} {
		if diff := gocmp.Diff(want, hashes(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// TestNodesAreSortedByKey: a store needs them so; where two processes have one key the second gets a number.
func TestNodesAreSortedByKey(t *testing.T) {
	r := resolveAll(t,
		securityStart(1, "09:00:00", 8, cmd, nil), securityStart(2, "09:00:00", 8, app, nil), securityStart(3, "09:00:01", 8, cmd, nil),
		securityStart(4, "08:00:00", 12, cmd, nil))
	at, earlier := ticks("09:00:00"), ticks("08:00:00")
	want := []string{"p:host1:12@" + earlier, "p:host1:8@" + at, "p:host1:8@" + at + "#2", "p:host1:8@" + ticks("09:00:01")}
	var got []string
	for i := range r.Processes {
		got = append(got, r.Processes[i].Key)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for i, pid := range []int64{12, 8, 8, 8} {
		if p := r.Processes[i]; *p.PID != pid {
			t.Errorf("%s has the PID %d", p.Key, *p.PID)
		}
	}
}
