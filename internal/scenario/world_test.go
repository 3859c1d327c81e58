package scenario

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

func eachWorld(t *testing.T, check func(*testing.T, *Truth, *collector)) {
	for name := range worlds() {
		t.Run(name, func(t *testing.T) {
			truth, out := world(t, name)
			check(t, truth, out)
		})
	}
}

func TestNoChildBeforeItsParent(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, _ *collector) {
		for i := range truth.Processes {
			p := &truth.Processes[i]
			if p.Parent < 0 {
				if p.PID != 4 {
					t.Errorf("%s has no parent", truth.describe(int32(i)))
				}
				continue
			}
			parent := &truth.Processes[p.Parent]
			if parent.Host != p.Host || parent.Start >= p.Start || parent.End != 0 && parent.End < p.Start {
				t.Errorf("%s was not started by the living %s", truth.describe(int32(i)), truth.describe(p.Parent))
			}
			if p.End != 0 && p.End <= p.Start {
				t.Errorf("%s ended before it began", truth.describe(int32(i)))
			}
		}
	})
}

func TestLiveProcessesShareNoPID(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, _ *collector) {
		type place struct {
			host int32
			pid  uint32
		}
		last, reused := map[place]int32{}, 0
		order := make([]int32, len(truth.Processes))
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortFunc(order, func(a, b int32) int { return int(truth.Processes[a].Start - truth.Processes[b].Start) })
		for _, i := range order {
			p := &truth.Processes[i]
			if p.PID%4 != 0 || p.PID == 0 {
				t.Errorf("%s: PIDs are multiples of four", truth.describe(i))
			}
			k := place{p.Host, p.PID}
			if before, ok := last[k]; ok {
				reused++
				if end := truth.Processes[before].End; end == 0 || end >= p.Start {
					t.Errorf("%s took the PID of the living %s", truth.describe(i), truth.describe(before))
				}
			}
			last[k] = i
		}
		if reused < len(truth.Processes)/40 {
			t.Errorf("only %d of %d PIDs were handed out again", reused, len(truth.Processes))
		}
	})
}

func TestGUIDs(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, _ *collector) {
		machine, seen := map[int32]uint32{}, map[[16]byte]bool{}
		for i := range truth.Processes {
			p := &truth.Processes[i]
			if !truth.Hosts[p.Host].Policy.Sysmon {
				if p.GUID != [16]byte{} || p.Recorded&(SysmonStart|SysmonEnd) != 0 {
					t.Errorf("%s: a GUID without Sysmon", truth.describe(int32(i)))
				}
				continue
			}
			part := binary.BigEndian.Uint32(p.GUID[0:])
			if first, ok := machine[p.Host]; ok && first != part {
				t.Errorf("%s: machine part %x, before %x", truth.describe(int32(i)), part, first)
			}
			machine[p.Host] = part
			seconds := uint32(binary.BigEndian.Uint16(p.GUID[4:])) | uint32(binary.BigEndian.Uint16(p.GUID[6:]))<<16
			if int64(seconds) != p.Start.Time().Unix() {
				t.Errorf("%s: the GUID says second %d", truth.describe(int32(i)), seconds)
			}
			if bytes.Equal(p.GUID[8:], make([]byte, 8)) || seen[p.GUID] {
				t.Errorf("%s: GUID %x is empty or taken", truth.describe(int32(i)), p.GUID)
			}
			seen[p.GUID] = true
		}
	})
}

func TestSessions(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, _ *collector) {
		linked, unobserved := 0, 0
		for i := range truth.Sessions {
			s := &truth.Sessions[i]
			if s.Linked >= 0 {
				linked++
				other := &truth.Sessions[s.Linked]
				if other.Linked != int32(i) || other.Host != s.Host || other.User != s.User || other.Elevated == s.Elevated {
					t.Errorf("%s and %s are no UAC pair", truth.describeSession(int32(i)), truth.describeSession(s.Linked))
				}
			}
			if s.Logoff != 0 && s.Logoff <= s.Start || s.UserLogoff != 0 && s.Logoff != 0 && s.UserLogoff > s.Logoff {
				t.Errorf("%s ended at %s and %s", truth.describeSession(int32(i)), s.UserLogoff.Time(), s.Logoff.Time())
			}
		}
		for i := range truth.Processes {
			p := &truth.Processes[i]
			s := &truth.Sessions[p.Session]
			if !s.Logged && !s.BuiltIn {
				unobserved++
			}
			switch {
			case s.Host != p.Host || s.User != p.User:
				t.Errorf("%s is in a session of another host or user", truth.describe(int32(i)))
			case s.BuiltIn:
			case p.Start < s.Start:
				t.Errorf("%s is older than %s", truth.describe(int32(i)), truth.describeSession(p.Session))
			case s.Logoff != 0 && (p.End == 0 || p.End > s.Logoff) && p.Recorded != 0:
				t.Errorf("%s outlives %s", truth.describe(int32(i)), truth.describeSession(p.Session))
			}
		}
		if linked == 0 || unobserved == 0 {
			t.Errorf("%d linked sessions, %d processes in unobserved ones", linked, unobserved)
		}
	})
}

// What a process was recorded in follows from its host's policy and from when
// it began and ended.
func TestPoliciesAreObeyed(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, _ *collector) {
		from, stubs, kinds := ticksTime(ticksOf(truth.Start)), 0, map[policyKind]bool{}
		for i := range truth.Processes {
			p := &truth.Processes[i]
			h := truth.Hosts[p.Host].Policy
			kinds[policyKind{h.Sysmon, h.Security, h.Exits}] = true
			excluded := len(h.SysmonExcludes) > 0 && bytes.HasSuffix([]byte(p.Image), []byte(`\svchost.exe`))
			var want Recorded
			if p.Start >= from && p.PID != 4 {
				if h.Security {
					want |= AuditStart
				}
				if h.Sysmon && !excluded {
					want |= SysmonStart
				}
			}
			if got := p.Recorded & (SysmonStart | AuditStart); got != want {
				t.Errorf("%s: recorded %04b, want %04b", truth.describe(int32(i)), got, want)
			}
			if p.Recorded&AuditEnd != 0 && !h.Exits {
				t.Errorf("%s: an exit record where exits are not audited", truth.describe(int32(i)))
			}
			if !p.Observed() {
				stubs++
			}
		}
		if len(kinds) < 3 || stubs < 10 {
			t.Errorf("%d kinds of policy, %d processes without a record", len(kinds), stubs)
		}
	})
}

// policyKind is the comparable part of a Policy.
type policyKind struct{ sysmon, security, exits bool }

func TestNumberOfProcesses(t *testing.T) {
	for name, c := range worlds() {
		if name == "small" { // booting alone makes as many
			continue
		}
		truth, _ := world(t, name)
		n := 0
		for i := range truth.Processes {
			if truth.Processes[i].Observed() {
				n++
			}
		}
		if n < c.Processes*85/100 || n > c.Processes*115/100 {
			t.Errorf("%s: %d processes, want about %d", name, n, c.Processes)
		}
	}
}
