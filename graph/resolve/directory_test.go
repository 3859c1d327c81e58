package resolve

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

func TestGroupHosts(t *testing.T) {
	for _, c := range []struct {
		name      string
		computers []string
		want      []Group
	}{
		{"a short name and its full one", []string{"host1", "host1.example.test"},
			[]Group{{"h:host1", "host1.example.test", []string{"host1", "host1.example.test"}, false}}},
		{"only a full name", []string{"host1.example.test"}, []Group{{"h:host1", "host1.example.test", []string{"host1.example.test"}, false}}},
		{"two full names", []string{"host1.a.test", "host1.b.test"},
			[]Group{{"h:host1.a.test", "host1.a.test", []string{"host1.a.test"}, false}, {"h:host1.b.test", "host1.b.test", []string{"host1.b.test"}, false}}},
		{"two full names and a short one", []string{"host1", "host1.a.test", "host1.b.test"},
			[]Group{{"h:host1", "host1", []string{"host1"}, true}, {"h:host1.a.test", "host1.a.test", []string{"host1.a.test"}, false},
				{"h:host1.b.test", "host1.b.test", []string{"host1.b.test"}, false}}},
		{"addresses are not cut", []string{"192.0.2.1", "192.0.2.2"},
			[]Group{{"h:192.0.2.1", "192.0.2.1", []string{"192.0.2.1"}, false}, {"h:192.0.2.2", "192.0.2.2", []string{"192.0.2.2"}, false}}},
	} {
		if diff := gocmp.Diff(c.want, GroupHosts(c.computers)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestHostOfAddress: an address is a host's where no other ever had it, or none other on that day.
func TestHostOfAddress(t *testing.T) {
	day := func(text string) int64 { at := moment(text); return at.Ticks - at.Ticks%ticksPerDay }
	const monday, tuesday = "2024-03-04T12:00:00Z", "2024-03-05T12:00:00Z"
	d := NewDirectory(map[string]Facts{
		"host1": {Addresses: []AddressFact{{"192.0.2.1", day(monday)}, {"192.0.2.9", day(monday)}, {"192.0.2.8", day(monday)}, {"fe80::1", day(monday)}}},
		"host2": {Addresses: []AddressFact{{"192.0.2.9", day(tuesday)}, {"192.0.2.8", day(monday)}}, Proofs: []ProofFact{{"host3", "192.0.2.3", day(monday)}, {"host2", "192.0.2.4", day(monday)}}},
		"host3": {},
	})
	for _, c := range []struct{ addr, at, want string }{
		{"192.0.2.1", monday, "h:host1"},
		{"192.0.2.1", tuesday, "h:host1"},
		{"192.0.2.9", monday, "h:host1"},
		{"192.0.2.9", tuesday, "h:host2"},
		{"192.0.2.9", "2024-03-09T12:00:00Z", ""},
		{"192.0.2.8", monday, ""},
		{"192.0.2.3", monday, "h:host3"}, // its machine account logged on from there
		{"192.0.2.4", monday, ""},        // its own log is no proof
		{"fe80::1", monday, ""},
		{"192.0.2.77", monday, ""},
	} {
		if got := d.HostOfAddress(c.addr, moment(c.at)); got != c.want {
			t.Errorf("%s on %s: %q, should be %q", c.addr, c.at, got, c.want)
		}
	}
}

// TestSharedMachinePart tells a renamed machine from clones by when they wrote.
func TestSharedMachinePart(t *testing.T) {
	for _, c := range []struct {
		name       string
		last1, two int64
		want       string
	}{
		{"one after the other", 100, 200, "renamed"},
		{"at one time", 300, 200, "clones"},
	} {
		d := NewDirectory(map[string]Facts{
			"host1": {Machines: []MachineFact{{"a1b2c3d4", 1, c.last1}}}, "host2": {Machines: []MachineFact{{"a1b2c3d4", c.two, 400}}},
			"host3": {Machines: []MachineFact{{"99999999", 1, 400}}},
		})
		list := d.Warnings()
		if len(list) != 1 || list[0].Class != graph.MachineIDSharedByHosts || !strings.Contains(list[0].Detail, c.want) {
			t.Errorf("%s: %+v", c.name, list)
		}
	}
}

// TestDigest: it changes with what a host takes from the others, and with nothing else.
func TestDigest(t *testing.T) {
	own := Facts{Accounts: []AccountFact{{Name: `EXAMPLE\alice`}}, Claims: []ClaimFact{{"host2", "192.0.2.2", 1}}, Servers: []string{"host9"}}
	digest := func(others map[string]Facts) string {
		all := map[string]Facts{"host1": own}
		for name, f := range others {
			all[name] = f
		}
		return NewDirectory(all).Digest("h:host1")
	}
	alone := digest(nil)
	for name, c := range map[string]struct {
		others map[string]Facts
		same   bool
	}{
		"a stranger":               {map[string]Facts{"host5": {Accounts: []AccountFact{{Name: `EXAMPLE\bob`}}}}, true},
		"the SID of its user":      {map[string]Facts{"host5": {Accounts: []AccountFact{{SID: "S-1-5-21-1-2-3-1101", Name: `EXAMPLE\alice`}}}}, false},
		"the owner of the address": {map[string]Facts{"host5": {Addresses: []AddressFact{{"192.0.2.2", ticksPerDay}}}}, false},
		"the server's full name":   {map[string]Facts{"host9.example.test": {}}, false},
		"another spelling of it":   {map[string]Facts{"host1.example.test": {}}, false},
	} {
		if got := digest(c.others); (got == alone) != c.same {
			t.Errorf("%s: the same is %v", name, got == alone)
		}
	}
}

func TestFactsEncode(t *testing.T) {
	want := Facts{Spellings: []string{"HOST1"}, Same: [][2]string{{"a", "b"}}, Machines: []MachineFact{{"a1b2c3d4", 1, 2}}, Duplicates: 3}
	data, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeFacts(data)
	if diff := gocmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := DecodeFacts([]byte("{")); err == nil {
		t.Error("broken facts were read")
	}
}
