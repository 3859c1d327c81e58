package fieldcase

import "slices"

// Report is what `procgraph ingest --json` prints, as far as cases check it.
type Report struct {
	Ignored    *int         `json:"records_ignored"`
	Duplicates *int         `json:"duplicates_dropped"`
	Rejected   *int         `json:"lines_rejected"`
	Files      []FileReport `json:"files"`
}

// FileReport is the part of a report that is about one file.
type FileReport struct {
	File     string `json:"file"`
	Rejected []struct {
		Line int64 `json:"line"`
	} `json:"rejected"`
}

// rejectedLines are the numbers of the rejected lines of all files, sorted, each once.
func (r *Report) rejectedLines() []int64 {
	lines := []int64{}
	for _, f := range r.Files {
		for _, rejected := range f.Rejected {
			lines = append(lines, rejected.Line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func (c *checker) checkCounts() {
	want := &c.expect.Counts
	for label, n := range want.Logons {
		c.same(label, "logons (a linked pair is one)", n, c.logonsOf(c.bound.users[label]))
	}
	processes := c.countedProcesses()
	observed := 0
	for _, l := range processes {
		if l.flag("observed") {
			observed++
		}
	}
	users := c.usersInUse()
	persons := slices.DeleteFunc(slices.Clone(users), func(u *Line) bool { return u.text("user_kind") != "account" })
	c.sameCount("processes_observed", want.Observed, observed)
	c.sameCount("processes_stub", want.Stubs, len(processes)-observed)
	c.sameCount("sessions", want.Sessions, len(c.export.of(kindSession)))
	c.sameCount("users", want.Users, len(users))
	c.sameCount("persons", want.Persons, len(persons))
	c.sameCount("hosts", want.Hosts, len(c.export.of(kindHost)))
	c.sameCount("interactive_person_logons", want.Interactive, c.interactive(persons))
	report := c.report
	if report == nil {
		report = &Report{}
	}
	c.sameReported("duplicates_dropped", want.Duplicates, report.Duplicates)
	c.sameReported("lines_rejected", want.Rejected, report.Rejected)
	c.sameReported("records_ignored", want.Ignored, report.Ignored)
}

func (c *checker) sameCount(name string, want *int, got int) {
	if want != nil {
		c.same("counts", name, want, got)
	}
}

func (c *checker) sameReported(name string, want, got *int) {
	if want != nil {
		c.same("counts", name+" (ingest report)", want, got)
	}
}

// usersInUse are the users that another line refers to.
func (c *checker) usersInUse() []*Line {
	used := map[string]bool{}
	for _, l := range c.export.lines {
		for _, member := range []string{"user", "started_by", "target_user"} {
			used[l.text(member)] = true
		}
	}
	return slices.DeleteFunc(c.export.of(kindUser), func(u *Line) bool { return !used[u.Key] })
}

// interactive counts the observed sessions of logon type 2 that belong to these users.
func (c *checker) interactive(users []*Line) (n int) {
	for _, s := range c.export.of(kindSession) {
		logonType, _ := s.number("logon_type")
		if s.flag("observed") && logonType == 2 && slices.ContainsFunc(users, func(u *Line) bool { return u.Key == s.text("user") }) {
			n++
		}
	}
	return n
}

// logonsOf counts the observed sessions of a user; the two halves of one logon count once.
func (c *checker) logonsOf(user *Line) int {
	type pair struct{ low, high string }
	logons := map[pair]bool{}
	for _, s := range c.export.of(kindSession) {
		if user == nil || !s.flag("observed") || s.text("user") != user.Key {
			continue
		}
		other := s.text("linked")
		if other == "" {
			other = s.Key
		}
		logons[pair{min(s.Key, other), max(s.Key, other)}] = true
	}
	return len(logons)
}
