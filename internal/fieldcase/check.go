package fieldcase

import (
	"fmt"
	"slices"
	"strings"
)

// Check lists all differences between an export and what a case expects, none
// when the export is right. report is what the ingest that made the graph said
// of itself; nil where it is not known, which differs where a case counts on it.
func Check(e *Expect, x *Export, report *Report) []Mismatch {
	c := &checker{expect: e, export: x, report: report, bound: bind(e, x)}
	for _, problem := range x.Problems {
		c.differ("export", "contract", "the rules for every line", problem)
	}
	c.checkHosts()
	for i := range e.Users {
		c.checkUser(&e.Users[i])
	}
	for i := range e.Sessions {
		c.checkSession(&e.Sessions[i])
	}
	for i := range e.Processes {
		c.checkProcess(&e.Processes[i])
	}
	c.checkNoOtherProcess()
	c.checkCounts()
	c.checkWarnings()
	for i := range e.MustNot {
		c.checkForbidden(&e.MustNot[i])
	}
	c.checkExtra()
	return c.found
}

// checker gathers the differences of one export.
type checker struct {
	expect *Expect
	export *Export
	report *Report
	bound  *binding
	found  []Mismatch
}

func (c *checker) differ(label, field, want, got string) {
	c.found = append(c.found, Mismatch{Label: label, Field: field, Want: want, Got: got})
}

// same compares two values by what they are in JSON; nil is a member left out.
func (c *checker) same(label, field string, want, got any) {
	if w, g := show(want), show(got); w != g {
		c.differ(label, field, w, g)
	}
}

// sameTime compares two times as moments, whatever their digits.
func (c *checker) sameTime(label, field string, want Optional[string], got any) {
	if !want.Given {
		return
	}
	w, wanted := moment(want.or(""))
	g, known := moment(got)
	if !wanted || !known || !w.Equal(g) {
		c.same(label, field, want.Value, got)
	}
}

// sameFlag compares two booleans; left out is false.
func (c *checker) sameFlag(label, field string, want Optional[bool], l *Line) {
	if want.Given && want.or(false) != l.flag(field) {
		c.differ(label, field, show(want.Value), show(l.get(field)))
	}
}

// sameLine compares a member that refers to another line: want is a label, or nil.
func (c *checker) sameLine(label, field, kind string, want *string, table map[string]*Line, key any) {
	got := c.export.lookup(kind, key)
	shown := show(key)
	if got != nil {
		shown = c.describe(got)
	}
	switch {
	case want == nil && key != nil:
		c.differ(label, field, absent, shown)
	case want != nil && (table[*want] == nil || table[*want] != got):
		c.differ(label, field, *want, shown)
	}
}

// describe names a line in a few words: its label, else what tells it from others.
func (c *checker) describe(l *Line) string {
	if label := c.bound.label(l); label != "" {
		return label
	}
	switch l.Kind {
	case kindProcess:
		name := baseName(l.text("image"))
		if name == "" {
			name = "process"
		}
		state := ""
		switch {
		case l.has("start"):
			state = " started " + l.text("start")
		case !l.flag("observed"):
			state = " (stub)"
		}
		return fmt.Sprintf("%s pid %s on %s%s", name, show(l.get("pid")), c.export.hostName(l), state)
	case kindSession:
		return fmt.Sprintf("session %s on %s started %s", l.text("logon_id"), c.export.hostName(l), show(l.get("start")))
	}
	if name := l.text("name"); name != "" {
		return l.Kind + " " + name
	}
	return l.Kind + " " + l.Key
}

// describeAll describes lines in the order of the export.
func (c *checker) describeAll(lines []*Line) string {
	if len(lines) == 0 {
		return absent
	}
	words := make([]string, len(lines))
	for i, l := range lines {
		words[i] = c.describe(l)
	}
	return strings.Join(words, ", ")
}

func (c *checker) checkHosts() {
	names := make([]string, 0, len(c.bound.hosts))
	for name := range c.bound.hosts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c.same(name, "host name", name, c.bound.hosts[name].get("name"))
	}
	for _, w := range c.expect.Hosts {
		h := c.bound.hosts[w.Name]
		if h == nil {
			c.differ(w.Name, "host", "a host of that name", c.describeAll(c.export.of(kindHost)))
			continue
		}
		have := h.texts("aliases")
		if missing := slices.DeleteFunc(slices.Clone(w.Aliases), func(a string) bool { return slices.Contains(have, a) }); len(missing) > 0 {
			c.differ(w.Name, "aliases", show(missing), show(have))
		}
	}
}

// wellKnownSIDs are the SIDs that an export may fill in from the name.
var wellKnownSIDs = map[string]string{
	`NT AUTHORITY\SYSTEM`:          "S-1-5-18",
	`NT AUTHORITY\LOCAL SERVICE`:   "S-1-5-19",
	`NT AUTHORITY\NETWORK SERVICE`: "S-1-5-20",
}

func (c *checker) checkUser(w *WantUser) {
	l := c.bound.users[w.Label]
	if l == nil {
		c.differ(w.Label, "user", w.Name, c.describeAll(c.export.of(kindUser)))
		return
	}
	c.same(w.Label, "name", w.Name, l.get("name"))
	filledIn := w.SID == nil && l.has("sid") && wellKnownSIDs[w.Name] == l.text("sid")
	if !filledIn {
		c.same(w.Label, "sid", w.SID, l.get("sid"))
	}
	have := spellings(l)
	var missing []string
	for _, name := range w.Names {
		if !have[strings.ToLower(name)] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		c.differ(w.Label, "names", show(missing), show(l.get("names")))
	}
	if !strings.ContainsAny(w.Name, `\@`) {
		return // an account without an authority (Linux): the log does not tell its kind
	}
	kind := w.Kind
	if kind == "person" || kind == "service" {
		kind = "account"
	}
	c.same(w.Label, "user_kind", kind, l.get("user_kind"))
}

func (c *checker) checkSession(w *WantSession) {
	l := c.bound.sessions[w.Label]
	if l == nil {
		near := slices.DeleteFunc(c.export.of(kindSession), func(s *Line) bool { return s.text("logon_id") != w.LogonID })
		c.differ(w.Label, "session", fmt.Sprintf("%s on %s started %s", w.LogonID, w.Host, show(w.Start.Value)), c.describeAll(near))
		return
	}
	c.sameTime(w.Label, "start", w.Start, l.get("start"))
	c.sameTime(w.Label, "end", w.End, l.get("end"))
	c.sameTime(w.Label, "user_logoff", w.UserLogoff, l.get("user_logoff"))
	c.sameTime(w.Label, "start_hint", w.StartHint, l.get("start_hint"))
	if w.LogonType.Given {
		c.same(w.Label, "logon_type", w.LogonType.Value, l.get("logon_type"))
	}
	for _, m := range []struct {
		name string
		want Optional[string]
	}{
		{"end_via", w.EndVia}, {"source_ip", w.SourceIP}, {"claimed_workstation", w.ClaimedWorkstation}, {"outbound_identity", w.OutboundIdentity},
	} {
		if m.want.Given {
			c.same(w.Label, m.name, m.want.Value, l.get(m.name))
		}
	}
	c.sameFlag(w.Label, "observed", w.Observed, l)
	c.sameFlag(w.Label, "builtin", w.BuiltIn, l)
	c.sameFlag(w.Label, "elevated", w.Elevated, l)
	c.sameFlag(w.Label, "privileged", w.Privileged, l)
	c.sameFlag(w.Label, "source_local", w.SourceLocal, l)
	c.sameLine(w.Label, "user", kindUser, w.User, c.bound.users, l.get("user"))
	if w.Linked.Given {
		c.sameLine(w.Label, "linked", kindSession, w.Linked.Value, c.bound.sessions, l.get("linked"))
	}
}
