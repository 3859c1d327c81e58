package resolve

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

func logoff(id uint32, number uint64, at, logonID string) *graph.StoredObservation {
	class := graph.Logoff
	if id == 4647 {
		class = graph.LogoffByUser
	}
	return observed(class, "security", id, number, at, values{graph.TargetLogonID: logonID, graph.LogonType: "3"})
}

// TestSessionOf: which session a process of logon ID 0x5000 that began at 10:00 is in.
func TestSessionOf(t *testing.T) {
	process := func(at string) *graph.StoredObservation {
		return securityStart(50, at, 8, cmd, values{graph.SubjectLogonID: "0x5000"})
	}
	for _, c := range []struct {
		name    string
		records []*graph.StoredObservation
		want    string // when the session began; "" for one that is not observed
	}{
		{"the one before", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil)}, "09:00:00"},
		{"the latest before", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil), logon(2, "09:30:00", "0x5000", nil)}, "09:30:00"},
		{"not a later one", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil), logon(60, "11:00:00", "0x5000", nil)}, "09:00:00"},
		{"none of the boot before", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil), bootRecord(2, "09:30:00")}, ""},
		{"another ID", []*graph.StoredObservation{logon(1, "09:00:00", "0x6000", nil)}, ""},
	} {
		r := resolveAll(t, append(c.records, process("10:00:00"))...)
		s := r.session(t, r.process(t, 8, "10:00:00").Session)
		if s.Observed != (c.want != "") || c.want != "" && !isAt(s.Start, c.want) || s.LogonID != "0x5000" {
			t.Errorf("%s: it is in %s", c.name, s.Key)
		}
	}
}

// TestSessionEnds: what ends a session that began at 09:00.
func TestSessionEnds(t *testing.T) {
	for _, c := range []struct {
		name          string
		records       []*graph.StoredObservation
		end, via      string
		byUser        string
		notClosedTold bool
	}{
		{"nothing", nil, "", "", "", true},
		{"4634", []*graph.StoredObservation{logoff(4634, 5, "10:00:00", "0x5000")}, "10:00:00", "4634", "", false},
		{"4647", []*graph.StoredObservation{logoff(4647, 5, "10:00:00", "0x5000")}, "10:00:00", "4647", "10:00:00", false},
		{"both are one end", []*graph.StoredObservation{logoff(4647, 5, "10:00:00", "0x5000"), logoff(4634, 6, "10:00:01", "0x5000")}, "10:00:01", "4634", "10:00:00", false},
		{"a boot", []*graph.StoredObservation{bootRecord(5, "11:00:00")}, "11:00:00", "boot", "", false},
		{"4634 before the boot", []*graph.StoredObservation{logoff(4634, 5, "10:00:00", "0x5000"), bootRecord(6, "11:00:00")}, "10:00:00", "4634", "", false},
		{"a logoff of another ID", []*graph.StoredObservation{logoff(4634, 5, "10:00:00", "0x6000")}, "", "", "", true},
	} {
		r := resolveAll(t, append(c.records, logon(1, "09:00:00", "0x5000", nil))...)
		s := r.session(t, "s:host1:0x5000@"+ticks("09:00:00"))
		got := []string{clockText(s.End), s.EndVia, clockText(s.UserLogoff)}
		if diff := gocmp.Diff([]string{c.end, c.via, c.byUser}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if told := len(r.about(graph.SessionNotClosed)) > 0; told != c.notClosedTold {
			t.Errorf("%s: told as not closed: %v", c.name, told)
		}
	}
}

// TestBuiltInSessions: there is one of each, whatever boots and logons there were, and it has no end.
func TestBuiltInSessions(t *testing.T) {
	r := resolveAll(t,
		bootRecord(1, "08:00:00"), logon(2, "08:00:05", "0x3e7", values{graph.LogonType: "0"}),
		securityStart(3, "08:01:00", 8, cmd, values{graph.SubjectLogonID: "0x3e7"}),
		bootRecord(10, "09:00:00"), logon(11, "09:00:05", "0x3e7", values{graph.LogonType: "0"}),
		securityStart(12, "09:01:00", 12, cmd, values{graph.SubjectLogonID: "0x3e7"}), logoff(4634, 13, "09:02:00", "0x3e7"),
	)
	if len(r.Sessions) != 1 {
		t.Fatalf("%d sessions", len(r.Sessions))
	}
	s := r.Sessions[0]
	if !s.BuiltIn || s.End.Known() || s.User != "u:S-1-5-18" || r.process(t, 8, "08:01:00").Session != s.Key || r.process(t, 12, "09:01:00").Session != s.Key {
		t.Errorf("%+v", s)
	}
}

// TestUACPair: the two logons of one elevated user name each other.
func TestUACPair(t *testing.T) {
	pair := func(at string) *resolved {
		return resolveAll(t,
			logon(1, "09:00:00", "0x5000", values{graph.LinkedLogonID: "0x5040", graph.ElevatedToken: "yes"}),
			logon(2, at, "0x5040", values{graph.LinkedLogonID: "0x5000", graph.ElevatedToken: "no"}),
			observed(graph.SpecialPrivileges, "security", 4672, 3, "09:00:00", values{graph.SubjectLogonID: "0x5000"}))
	}
	r := pair("09:00:00.1")
	a, b := r.Sessions[0], r.Sessions[1]
	if a.Linked != b.Key || b.Linked != a.Key || !a.Elevated || b.Elevated || !a.Privileged || b.Privileged {
		t.Errorf("%+v\n%+v", a, b)
	}
	if r := pair("09:01:00"); r.Sessions[0].Linked != "" || r.Sessions[1].Linked != "" {
		t.Error("logons a minute apart are linked")
	}
}

// TestPrivilegesStandBesideTheirLogon: Windows writes 4672 as the record before its 4624
// or after it; either way there is one session, which was observed.
func TestPrivilegesStandBesideTheirLogon(t *testing.T) {
	privileges := func(number uint64, at string) *graph.StoredObservation {
		return observed(graph.SpecialPrivileges, "security", 4672, number, at, values{graph.SubjectLogonID: "0x5000"})
	}
	for _, c := range []struct {
		name    string
		records []*graph.StoredObservation
		want    map[string]bool // whether privileged, by when it began; "" for one that is not observed
	}{
		{"before", []*graph.StoredObservation{privileges(1, "09:00:00"), logon(2, "09:00:00", "0x5000", nil)}, map[string]bool{"09:00:00": true}},
		{"before, by its clock too", []*graph.StoredObservation{privileges(1, "09:00:00"), logon(2, "09:00:01", "0x5000", nil)}, map[string]bool{"09:00:01": true}},
		{"after", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil), privileges(2, "09:00:00")}, map[string]bool{"09:00:00": true}},
		{"long after", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil), privileges(2, "09:10:00")}, map[string]bool{"09:00:00": true}},
		{"of the second of two", []*graph.StoredObservation{logon(1, "09:00:00", "0x5000", nil), privileges(5, "09:30:00"), logon(6, "09:30:00", "0x5000", nil)},
			map[string]bool{"09:00:00": false, "09:30:00": true}},
		{"long before", []*graph.StoredObservation{privileges(1, "08:00:00"), logon(2, "09:00:00", "0x5000", nil)}, map[string]bool{"": true, "09:00:00": false}},
	} {
		got := map[string]bool{}
		for _, s := range resolveAll(t, c.records...).Sessions {
			got[clockText(s.Start)] = s.Privileged
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestLogonGUIDTellsSessionsApart: Sysmon's LogonGuid has the second of the logon; without it a process joins the latest before it.
func TestLogonGUIDTellsSessionsApart(t *testing.T) {
	start := func(number uint64, at string, pid int, guid string) *graph.StoredObservation {
		return sysmonStart(number, at, guidOf(at, pid), pid, values{graph.LogonID: "0x5000", graph.LogonGUID: guid})
	}
	r := resolveAll(t,
		start(1, "09:10:00", 8, guidOf("09:00:00", 0)), start(2, "09:20:00", 12, guidOf("09:00:00", 0)),
		start(3, "10:10:00", 16, guidOf("10:00:00", 0)), start(4, "09:30:00", 20, ""), start(5, "10:30:00", 24, ""),
	)
	of := func(pid int64, at string) string { return r.process(t, pid, at).Session }
	first, second := of(8, "09:10:00"), of(16, "10:10:00")
	if first == second || of(12, "09:20:00") != first || of(20, "09:30:00") != first || of(24, "10:30:00") != second {
		t.Errorf("the sessions are %s and %s; %s %s %s", first, second, of(12, "09:20:00"), of(20, "09:30:00"), of(24, "10:30:00"))
	}
	if s := r.session(t, first); !isAt(s.StartHint, "09:00:00") || s.LogonGUID != guidOf("09:00:00", 0) || s.Observed {
		t.Errorf("%+v", s)
	}
}

// TestSourcePortOfLoopback: the port of a logon from loopback is kept; it is that of the tunnel's or program's own end.
func TestSourcePortOfLoopback(t *testing.T) {
	for _, c := range []struct {
		address string
		want    int
	}{{"127.0.0.1", 49274}, {"192.0.2.5", 49274}, {"-", 0}} {
		r := resolveAll(t, logon(1, "09:00:00", "0x5000", values{graph.SourceAddress: c.address, graph.SourcePort: "49274"}))
		if got := r.Sessions[0].SourcePort; got != c.want {
			t.Errorf("from %s: port %d, want %d", c.address, got, c.want)
		}
	}
}
