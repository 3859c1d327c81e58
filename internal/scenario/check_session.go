package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

type sessionKey struct {
	host int32
	id   uint64
}

// sessionNode is an exported session.
type sessionNode struct {
	key      sessionKey
	is       int32 // truth's session; -1 until a process told
	observed bool
	builtIn  bool
}

func (t *Truth) describeSession(i int32) string {
	s := &t.Sessions[i]
	return fmt.Sprintf("%s 0x%x of %s begun %s", t.Hosts[s.Host].NetBIOS, s.LogonID, t.Users[s.User].Name, s.Start.Time().Format(time.RFC3339Nano))
}

// session binds an exported session with a 4624 of its own, or a built-in one,
// and compares it. Others are bound by the processes in them.
func (c *checker) session(l *exportLine) {
	host, ok := c.hosts[c.hash(l.Host)]
	if !ok {
		c.differ("session", l.Key, "on a host that is not in the truth: %s", l.Host)
		return
	}
	id, err := strconv.ParseUint(strings.TrimPrefix(l.LogonID, "0x"), 16, 64)
	if err != nil {
		c.differ("session", l.Key, "logon ID %q", l.LogonID)
		return
	}
	n := &sessionNode{key: sessionKey{host, id}, is: -1, observed: l.Observed, builtIn: l.BuiltIn}
	c.sessions[c.hash(l.Key)] = n
	for _, i := range c.sessionsOf[n.key] {
		s := &c.t.Sessions[i]
		if s.BuiltIn && l.BuiltIn || !s.BuiltIn && l.Observed && s.Logged && s.Start == at(l.Start) {
			n.is = i
		}
	}
	if n.is < 0 {
		if l.Observed || l.BuiltIn {
			c.differ("session", l.Key, "no such session began at %q", l.Start)
		}
		return
	}
	if _, twice := c.nodeOf[n.is]; twice {
		c.differ("session", c.t.describeSession(n.is), "is there twice")
	}
	c.nodeOf[n.is] = c.hash(l.Key)
	if !l.BuiltIn {
		c.sessionValues(n.is, l)
	}
}

func (c *checker) sessionValues(i int32, l *exportLine) {
	s := &c.t.Sessions[i]
	if wrong := c.isUser(l.User, s.User); wrong != "" {
		c.differ("session", c.t.describeSession(i), "%s", wrong)
	}
	if l.LogonType != s.Type || l.Elevated != s.Elevated || l.SourceIP != s.SourceAddress {
		c.differ("session", c.t.describeSession(i), "type %d elevated %t from %q, want %d %t %q", l.LogonType, l.Elevated, l.SourceIP, s.Type, s.Elevated, s.SourceAddress)
	}
	end, userEnd := at(l.End), at(l.UserLogoff)
	switch {
	case s.Logoff == 0 && s.UserLogoff == 0:
		if end != 0 && l.EndVia != "boot" {
			c.differ("session", c.t.describeSession(i), "end %s via %s, but no record ends it", l.End, l.EndVia)
		}
	case end == 0 || end != s.Logoff && end != s.UserLogoff:
		c.differ("session", c.t.describeSession(i), "end %q, want %s", l.End, max(s.Logoff, s.UserLogoff).Time().Format(time.RFC3339Nano))
	case userEnd != 0 && userEnd != s.UserLogoff:
		c.differ("session", c.t.describeSession(i), "user logoff %q", l.UserLogoff)
	}
	if (l.Linked != "") != (s.Linked >= 0) {
		c.differ("session", c.t.describeSession(i), "linked %q", l.Linked)
	} else if s.Linked >= 0 {
		c.linkedOf[i] = c.hash(l.Linked)
	}
}

// inSession says what is wrong with a process's session. Sessions without a
// 4624 have to be one node for one session and not more.
func (c *checker) inSession(key string, want int32) string {
	n := c.sessions[c.hash(key)]
	s := &c.t.Sessions[want]
	if n == nil {
		return fmt.Sprintf("session %q, want %s", key, c.t.describeSession(want))
	}
	if n.key != (sessionKey{s.Host, s.LogonID}) || n.builtIn != s.BuiltIn || !s.BuiltIn && n.observed != s.Logged {
		return fmt.Sprintf("session %q (observed %t), want %s (%t)", key, n.observed, c.t.describeSession(want), s.Logged)
	}
	if n.is < 0 {
		n.is = want
	}
	if n.is != want {
		return "session " + c.t.describeSession(n.is) + ", want " + c.t.describeSession(want)
	}
	if first, ok := c.nodeOf[want]; ok && first != c.hash(key) {
		return "session " + c.t.describeSession(want) + " has two nodes"
	}
	c.nodeOf[want] = c.hash(key)
	return ""
}

// finish compares what needs all lines, and finds what is missing.
func (c *checker) finish() {
	c.parents()
	for i := range c.t.Processes {
		if n := c.seen[i]; n > 1 || n == 0 && c.t.Processes[i].Observed() {
			c.differ("process", c.t.describe(int32(i)), "is there %d times", n)
		}
	}
	for i := range c.t.Sessions {
		if _, ok := c.nodeOf[int32(i)]; !ok && c.t.Sessions[i].Logged {
			c.differ("session", c.t.describeSession(int32(i)), "is missing")
		}
	}
	c.links()
	c.machines()
	c.logonAttempts()
}

func (c *checker) links() {
	for i := range c.t.Sessions {
		other := c.t.Sessions[i].Linked
		if key, ok := c.linkedOf[int32(i)]; ok && c.nodeOf[other] != key {
			c.differ("session", c.t.describeSession(int32(i)), "linked to another session than %s", c.t.describeSession(other))
		}
	}
}

// machines wants each host that logs exactly once.
func (c *checker) machines() {
	logs := make([]bool, len(c.t.Hosts))
	for i := range c.t.Processes {
		logs[c.t.Processes[i].Host] = logs[c.t.Processes[i].Host] || c.t.Processes[i].Observed()
	}
	for i, n := range c.hostSeen {
		if n > 1 || n == 0 && logs[i] {
			c.differ("host", c.t.Hosts[i].Name, "is there %d times", n)
		}
	}
}

// logonAttempts compares how many there are; a line may count several.
func (c *checker) logonAttempts() {
	want := map[[2]int32]int{}
	for _, a := range c.t.Attempts {
		want[[2]int32{a.Host, int32(a.EventID)}]++
	}
	for i := range c.t.Hosts {
		for _, id := range []int32{4625, 4648} {
			if k := [2]int32{int32(i), id}; c.attempts[k] != want[k] {
				c.differ("logon_attempt", fmt.Sprintf("%s %d", c.t.Hosts[i].Name, id), "%d, want %d", c.attempts[k], want[k])
			}
		}
	}
}
