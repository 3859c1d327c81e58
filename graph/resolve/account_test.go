package resolve

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
)

func TestAccountParts(t *testing.T) {
	for _, c := range []struct{ name, authority, account string }{
		{`EXAMPLE\Alice`, "example", "alice"},
		{"alice@example.test", "", "alice"},
		{"Alice", "", "alice"},
		{`HOST1\a@b`, "host1", "a@b"},
		{"@odd", "", "@odd"},
		{"", "", ""},
	} {
		if a, n := authorityPart(c.name), accountPart(c.name); a != c.authority || n != c.account {
			t.Errorf("%q: %q and %q", c.name, a, n)
		}
	}
}

func TestBuiltInNames(t *testing.T) {
	for name, want := range map[string]string{
		`NT AUTHORITY\SYSTEM`:          sidSystem,
		`nt-autorität\system`:          sidSystem,
		`AUTORITE NT\Système`:          sidSystem,
		`NT-AUTORITÄT\Lokaler Dienst`:  sidLocalService,
		`AUTORITE NT\SERVICE RÉSEAU`:   sidNetworkService,
		`NT AUTHORITY\ANONYMOUS LOGON`: sidAnonymous,
		`NT AUTHORITY\somebody`:        "",
		`EXAMPLE\SYSTEM`:               "",
		"SYSTEM":                       "",
	} {
		if got := builtInSID(name); got != want {
			t.Errorf("%q: %q, should be %q", name, got, want)
		}
	}
}

func TestUserKind(t *testing.T) {
	for _, c := range []struct {
		sid, name string
		want      graph.UserKind
	}{
		{"S-1-5-21-1-2-3-1101", `EXAMPLE\alice`, graph.AccountUser},
		{"S-1-5-21-1-2-3-1000", `EXAMPLE\HOST1$`, graph.MachineUser},
		{"S-1-12-1-1-2-3-4", `AzureAD\alice`, graph.AccountUser},
		{sidSystem, `EXAMPLE\HOST1$`, graph.WellKnownUser},
		{sidAnonymous, "", graph.AnonymousUser},
		{"S-1-5-90-0-1", `Window Manager\DWM-1`, graph.VirtualUser},
		{"", `IIS APPPOOL\site`, graph.VirtualUser},
		{"", `EXAMPLE\HOST1$`, graph.MachineUser},
		{"", `NT-AUTORITÄT\SYSTEM`, graph.WellKnownUser},
		{"", "alice", graph.AccountUser},
	} {
		if got := userKind(c.sid, c.name); got != c.want {
			t.Errorf("%s %s: %s, should be %s", c.sid, c.name, got, c.want)
		}
	}
}

// TestOwnerOf4688: the target owns the process when it is real, which its SID does not tell.
func TestOwnerOf4688(t *testing.T) {
	subject := values{graph.SubjectSID: "S-1-5-18", graph.SubjectName: "HOST1$", graph.SubjectDomain: "EXAMPLE", graph.SubjectLogonID: "0x3e7"}
	for _, c := range []struct {
		name    string
		target  values
		user    string
		id      string
		starter string
	}{
		{"no target", nil, "u:S-1-5-18", "0x3e7", ""},
		{"a target", values{graph.TargetName: "alice", graph.TargetDomain: "EXAMPLE", graph.TargetLogonID: "0x5000"}, `u:example\alice`, "0x5000", "u:S-1-5-18"},
		{"a name without a logon", values{graph.TargetName: "alice", graph.TargetDomain: "EXAMPLE"}, "u:S-1-5-18", "0x3e7", ""},
		{"a logon without a name", values{graph.TargetLogonID: "0x5000"}, "u:S-1-5-18", "0x3e7", ""},
	} {
		r := resolveAll(t, securityStart(1, "09:00:00", 8, cmd, subject.with(c.target)))
		p := r.process(t, 8, "09:00:00")
		if s := r.session(t, p.Session); p.User != c.user || s.LogonID != c.id || p.StartedBy != c.starter {
			t.Errorf("%s: user %q in %q, started by %q", c.name, p.User, s.LogonID, p.StartedBy)
		}
	}
}

// TestUserTable: which key a name has, by the accounts that were noted.
func TestUserTable(t *testing.T) {
	const alice, other = "S-1-5-21-1-2-3-1101", "S-1-5-21-9-9-9-1101"
	for _, c := range []struct {
		name  string
		noted []account
		same  [][2]string
		asked string
		want  string
	}{
		{"its one SID", []account{{alice, `EXAMPLE\alice`}, {"", `example\ALICE`}}, nil, `Example\Alice`, "u:" + alice},
		{"no SID", []account{{"", `EXAMPLE\alice`}}, nil, `EXAMPLE\ALICE`, `u:example\alice`},
		{"two SIDs", []account{{alice, `EXAMPLE\alice`}, {other, `EXAMPLE\alice`}, {"", `EXAMPLE\alice`}}, nil, `EXAMPLE\alice`, `u:example\alice`},
		{"another authority", []account{{alice, `EXAMPLE\alice`}, {"", `OTHER\alice`}}, nil, `OTHER\alice`, `u:other\alice`},
		{"joined by a session", []account{{alice, `EXAMPLE\alice`}}, [][2]string{{`EXAMPLE\alice`, "alice@example.test"}}, "alice@example.test", "u:" + alice},
		{"joined without a SID", nil, [][2]string{{`EXAMPLE\alice`, "alice@example.test"}}, `EXAMPLE\alice`, `u:alice@example.test`},
		{"the host's own work", []account{{sidSystem, `EXAMPLE\HOST1$`}, {"", `EXAMPLE\HOST1$`}}, nil, `EXAMPLE\HOST1$`, `u:example\host1$`},
		{"built in", nil, nil, `NT-AUTORITÄT\SYSTEM`, "u:" + sidSystem},
	} {
		table := newUserTable()
		for _, a := range c.noted {
			table.note(a)
		}
		for _, pair := range c.same {
			table.same(pair[0], pair[1])
		}
		table.settle()
		if got := table.key(account{name: c.asked}); got != c.want {
			t.Errorf("%s: %q, should be %q", c.name, got, c.want)
		}
	}
}

// TestBareNamesCountWithinTheirHost: the local alice of one host is not that of another.
func TestBareNamesCountWithinTheirHost(t *testing.T) {
	d := NewDirectory(map[string]Facts{"host1": {Accounts: []AccountFact{{Name: "alice"}}}, "host2": {Accounts: []AccountFact{{Name: "alice"}}}})
	a, b := d.userKey(account{name: "alice"}, "h:host1"), d.userKey(account{name: "alice"}, "h:host2")
	if a == b || len(d.Users()) != 2 {
		t.Errorf("%q and %q of %d users", a, b, len(d.Users()))
	}
	for _, u := range d.Users() {
		if u.Name != "alice" {
			t.Errorf("one is shown as %q", u.Name)
		}
	}
}
