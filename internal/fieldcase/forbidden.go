package fieldcase

import (
	"fmt"
	"slices"
	"strings"
)

// checkForbidden checks that a result of a wrong tool is not there.
func (c *checker) checkForbidden(f *Forbidden) {
	for _, found := range []string{c.forbiddenLink(f), c.forbiddenMerge(f), c.forbiddenOwner(f), c.forbiddenSession(f), c.forbiddenValue(f)} {
		if found != "" {
			c.differ("must_not", "forbidden result", "not so", found)
		}
	}
}

// forbiddenLink finds a forbidden parent, or a process that is its own ancestor.
func (c *checker) forbiddenLink(f *Forbidden) string {
	if f.Parent != "" {
		parent, child := c.bound.processes[f.Parent], c.bound.processes[f.Child]
		if parent != nil && child != nil && child.text("parent") == parent.Key {
			return f.Child + " is a child of " + f.Parent
		}
	}
	if f.Cycle {
		if l := c.export.cycle(); l != nil {
			return c.describe(l) + " is its own ancestor"
		}
	}
	return ""
}

// cycle is a process that is its own ancestor, or nil.
func (x *Export) cycle() *Line {
	done := map[*Line]bool{}
	for _, l := range x.of(kindProcess) {
		walk := map[*Line]bool{}
		for step := l; step != nil && !done[step]; step = x.parentOf(step) {
			if walk[step] {
				return step
			}
			walk[step] = true
		}
		for step := range walk {
			done[step] = true
		}
	}
	return nil
}

// forbiddenMerge finds things that were made one.
func (c *checker) forbiddenMerge(f *Forbidden) string {
	for _, label := range f.SameNode {
		if c.bound.processes[label] == nil {
			return "no process of its own for " + label
		}
	}
	sessions := map[string]string{}
	for _, label := range f.SameSession {
		p := c.bound.processes[label]
		if p == nil || !p.has("session") {
			continue
		}
		key := p.text("session")
		if other, ok := sessions[key]; ok {
			return fmt.Sprintf("one session for %s and %s", other, label)
		}
		sessions[key] = label
	}
	return ""
}

// forbiddenOwner finds a process or a user given to the wrong account.
func (c *checker) forbiddenOwner(f *Forbidden) string {
	if f.UserOf != "" {
		p, u := c.bound.processes[f.UserOf], c.bound.users[f.User]
		if p != nil && u != nil && p.text("user") == u.Key {
			return f.UserOf + " belongs to " + f.User
		}
	}
	if r := f.UserSID; r != nil {
		if u := c.bound.users[r.User]; u != nil && u.text("sid") == r.SID {
			return r.User + " has the SID " + r.SID
		}
	}
	return ""
}

// forbiddenSession finds a session with the wrong origin, owner or ID.
func (c *checker) forbiddenSession(f *Forbidden) string {
	if r := f.SessionSource; r != nil {
		if s := c.bound.sessions[r.Session]; s != nil {
			if h := c.export.lookup(kindHost, s.get("source_host")); h != nil && h.text("name") == r.Host {
				return r.Session + " has the source host " + r.Host
			}
		}
	}
	for _, s := range c.export.of(kindSession) {
		if f.SessionLogonID != "" && s.text("logon_id") == f.SessionLogonID {
			return "a session has the logon ID " + f.SessionLogonID
		}
		if r := f.SessionUser; r != nil && c.export.hostName(s) == r.Host {
			if u := c.export.lookup(kindUser, s.get("user")); u != nil && spellings(u)[strings.ToLower(r.User)] {
				return r.Host + " has a session of " + r.User
			}
		}
	}
	return ""
}

// forbiddenValue finds a value that must not stand in any line of a kind.
func (c *checker) forbiddenValue(f *Forbidden) string {
	for _, rule := range []struct {
		kind, member, value string
		anyCase             bool
	}{
		{kindProcess, "guid", f.ProcessGUID, false},
		{kindProcess, "image", f.Image, false},
		{kindUser, "name", f.UserName, true},
		{kindUser, "sid", f.SID, false},
		{kindHost, "name", f.HostName, false},
	} {
		has := func(l *Line) bool {
			got := l.text(rule.member)
			return got == rule.value || rule.anyCase && strings.EqualFold(got, rule.value)
		}
		if rule.value != "" && slices.ContainsFunc(c.export.of(rule.kind), has) {
			return fmt.Sprintf("a %s has the %s %s", rule.kind, rule.member, rule.value)
		}
	}
	if f.PID == nil {
		return ""
	}
	for _, l := range c.export.of(kindProcess) {
		if pid, ok := l.number("pid"); ok && pid == *f.PID {
			return fmt.Sprintf("a process has the PID %d", pid)
		}
	}
	return ""
}
