package fieldcase

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// makeChaos makes records that are each well formed and together contradict
// each other: few PIDs and GUIDs, equal times, record numbers given twice, host
// names that could be two hosts, accounts with and without a SID. What they
// mean is open; that order and splits do not matter is not.
func makeChaos(seed, records int, shapes []shape) *synthetic {
	c := &chaos{random("chaos", seed), shapes}
	s := &synthetic{chance: c.Rand, traits: traits{stepsBack: true}}
	m := &machine{synthetic: s}
	for range records {
		r := c.record()
		s.records = append(s.records, r)
		for range 1 + c.IntN(5)/4 {
			m.write(r, c.shapes[c.IntN(len(c.shapes))])
		}
	}
	return s
}

type chaos struct {
	*rand.Rand
	shapes []shape
}

func pick[T any](c *chaos, from ...T) T { return from[c.IntN(len(from))] }

func (c *chaos) record() *record {
	start := time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC)
	r := &record{
		host:   pick(c, "HOST1", "host1.example.test", "host1.other.test", "HOST2", "host2.example.test", "HOST3.example.test"),
		number: 100 + c.IntN(60), zone: pick(c, 0, 2*time.Hour),
		at:     start.Add(pick(c, 0, time.Second, time.Hour, 60*time.Hour) + time.Duration(c.IntN(60))*pick(c, time.Millisecond, time.Second, time.Minute)),
		fields: map[string]any{},
	}
	if c.IntN(2) == 0 {
		r.log = sysmonLog
		c.sysmon(r)
	} else {
		r.log = securityLog
		c.security(r)
	}
	// An exporter loses a field now and then; a Winlogbeat record without the PID counts as one without data.
	if names := slices.Sorted(maps.Keys(r.fields)); c.IntN(6) == 0 && len(names) > 0 {
		if name := names[c.IntN(len(names))]; name != "UtcTime" && name != "ProcessId" && name != "NewProcessId" {
			delete(r.fields, name)
		}
	}
	return r
}

func (c *chaos) guid() string {
	return pick(c, zeroGUID, "{a1b2c301-dd90-65e6-0001-000000000101}", "{A1B2C301-DD90-65E6-0001-000000000102}", "{a1b2c301-dd91-65e6-0001-000000000103}",
		"{a1b2c301-ebc0-65e6-0001-000000000104}", "{a1b2c302-ebc0-65e6-0001-000000000105}", "{a1b2c301-dd90-65e6-0000-000000000000}")
}

func (c *chaos) logonGUID() string {
	return pick(c, "{a1b2c301-dd90-65e6-0000-000000000001}", "{a1b2c301-dd91-65e6-0000-000000000001}", "{a1b2c301-0000-0000-0000-000000000001}")
}

func (c *chaos) pid() int { return pick(c, 0, 4, 8, 12, 16, 20, 24) }
func (c *chaos) image() string {
	return pick(c, append(images, "", "System", `C:\PROGRA~1\App\APP~1.EXE`, "-")...)
}
func (c *chaos) logonID() string {
	return pick(c, "0x3e7", "0x3e4", "0x1000", "0x1040", "0x2000", "0x0")
}

// account is a SID, an authority and a name, which need not fit together.
func (c *chaos) account(fields map[string]any, prefix string) {
	fields[prefix+"Sid"] = pick(c, "S-1-5-18", "S-1-0-0", "S-1-5-21-1-2-3-1101", "S-1-5-21-1-2-3-1102", "-")
	name := prefix[:len(prefix)-len("User")]
	fields[name+"UserName"] = pick(c, "alice", "ALICE", "bob", "HOST1$", "-", "SYSTEM", "alice@example.test")
	fields[name+"DomainName"] = pick(c, "EXAMPLE", "example.test", "HOST1", "-", "NT AUTHORITY", "")
	fields[name+"LogonId"] = c.logonID()
}

func (c *chaos) sysmon(r *record) {
	r.id = pick(c, 1, 1, 1, 5, 5, 3)
	r.fields["UtcTime"] = r.at.Format("2006-01-02 15:04:05.000")
	r.fields["ProcessGuid"], r.fields["ProcessId"], r.fields["Image"] = c.guid(), c.pid(), c.image()
	switch r.id {
	case 1:
		r.fields["ParentProcessGuid"], r.fields["ParentProcessId"], r.fields["ParentImage"] = c.guid(), c.pid(), c.image()
		r.fields["User"] = pick(c, `EXAMPLE\alice`, `example\ALICE`, `HOST1\alice`, `NT AUTHORITY\SYSTEM`, "-", "alice")
		r.fields["ParentUser"] = pick(c, `EXAMPLE\bob`, "-")
		r.fields["LogonId"], r.fields["LogonGuid"] = c.logonID(), c.logonGUID()
		r.fields["CommandLine"] = fmt.Sprint("run ", c.IntN(3))
		r.fields["Hashes"] = pick(c, "MD5=AA,SHA256=BB", "-")
	case 3:
		r.fields["SourceIp"], r.fields["SourcePort"], r.fields["Initiated"] = c.address(), "50000", "true"
		r.fields["DestinationIp"], r.fields["DestinationPort"], r.fields["User"] = "192.0.2.200", "443", `EXAMPLE\alice`
	}
}

func (c *chaos) address() string {
	return pick(c, "192.0.2.11", "192.0.2.12", "::ffff:192.0.2.11", "127.0.0.1", "::1", "-", "fe80::1%4")
}

func (c *chaos) security(r *record) {
	r.id = pick(c, 4688, 4688, 4688, 4689, 4689, 4624, 4624, 4634, 4647, 4648, 4625, 4672, 4608, 1102)
	f := r.fields
	c.account(f, "SubjectUser")
	switch r.id {
	case 4688:
		f["NewProcessId"], f["NewProcessName"], f["ProcessId"], f["ParentProcessName"] = hexText(c.pid()), c.image(), hexText(c.pid()), c.image()
		c.account(f, "TargetUser")
	case 4689:
		f["ProcessId"], f["ProcessName"], f["Status"] = hexText(c.pid()), c.image(), pick(c, "0x0", "0x1")
	case 4624, 4625:
		c.account(f, "TargetUser")
		f["LogonType"], f["IpAddress"], f["IpPort"] = pick(c, 2, 3, 5, 9, 10), c.address(), c.IntN(3)
		f["WorkstationName"] = pick(c, "HOST1", "HOST2", "-", "OTHER")
		f["AuthenticationPackageName"], f["TargetLinkedLogonId"] = pick(c, "Kerberos", "NTLM"), c.logonID()
		f["ElevatedToken"], f["ProcessId"] = pick(c, "%%1842", "%%1843"), hexText(c.pid())
	case 4634, 4647:
		c.account(f, "TargetUser")
		f["LogonType"] = pick(c, 2, 3)
	case 4648:
		f["TargetUserName"], f["TargetDomainName"] = pick(c, "svc", "alice"), "EXAMPLE"
		f["TargetServerName"] = pick(c, "localhost", "HOST1", "host2.example.test", "cifs/host3", "far.example.test", "host1.")
		f["ProcessId"], f["ProcessName"] = hexText(c.pid()), c.image()
	case 4672:
		f["PrivilegeList"] = "SeDebugPrivilege"
	}
}
