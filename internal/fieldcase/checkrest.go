package fieldcase

import (
	"fmt"
	"slices"
	"time"
)

// checkNoOtherProcess finds processes that the case does not know.
func (c *checker) checkNoOtherProcess() {
	if !c.expect.listsEveryProcess() {
		return
	}
	for _, l := range c.countedProcesses() {
		if c.bound.label(l) == "" {
			c.differ("export", "process", "no other process", c.describe(l))
		}
	}
}

// countedProcesses are all processes but the stubs that only a logon attempt
// names: the cases neither list nor count those.
func (c *checker) countedProcesses() []*Line {
	asked := map[string]bool{}
	for _, attempt := range c.export.of(kindAttempt) {
		asked[attempt.text("process")] = true
	}
	return slices.DeleteFunc(c.export.of(kindProcess), func(l *Line) bool {
		return !l.flag("observed") && asked[l.Key] && len(c.export.byParent[l.Key]) == 0 && c.bound.label(l) == ""
	})
}

func (c *checker) checkWarnings() {
	for _, w := range c.expect.Warnings {
		var given []string
		about := c.bound.processes[w.About]
		if about == nil {
			about = c.bound.sessions[w.About]
		}
		found, classes := false, []string{}
		for _, l := range c.export.of(kindWarning) {
			classes = append(classes, l.text("class"))
			if l.text("class") == w.Class {
				given = append(given, l.text("about"))
				found = found || about == nil || l.text("about") == about.Key
			}
		}
		switch {
		case given == nil:
			c.differ("warnings", "class", w.Class, show(slices.Compact(sorted(classes))))
		case !found:
			c.found = append(c.found, Mismatch{Label: "warnings", Field: w.Class + ": about", Want: w.About, Got: show(given), Note: true})
		}
	}
}

// checkExtra checks what only some cases expect.
func (c *checker) checkExtra() {
	extra := &c.expect.Extra
	c.checkExplicit(extra.Explicit)
	c.checkCleared(extra.Cleared)
	if extra.Rejected.Given {
		got := []int64{}
		if c.report != nil {
			got = c.report.rejectedLines()
		}
		c.same("ingest report", "files[].rejected[].line", extra.Rejected.or(nil), got)
	}
	for label, want := range extra.Children {
		if l := c.bound.processes[label]; l == nil {
			c.differ(label, "number of children", show(want), absent)
		} else {
			c.same(label, "number of children", want, len(c.export.byParent[l.Key]))
		}
	}
	for label, want := range extra.Depth {
		if l := c.bound.processes[label]; l == nil {
			c.differ(label, "generations below", show(want), absent)
		} else {
			c.same(label, "generations below", want, c.generationsBelow(l))
		}
	}
}

// checkExplicit looks for each use of explicit credentials among the logon attempts.
func (c *checker) checkExplicit(wanted []ExplicitCredentials) {
	var given []string
	for _, l := range c.export.of(kindAttempt) {
		if id, _ := l.number("event_id"); id == 4648 {
			given = append(given, fmt.Sprint(c.userLabel(l, "user"), c.export.hostName(l), c.userLabel(l, "target_user"), l.text("target_host"), when(l.get("time"))))
		}
	}
	for _, w := range wanted {
		want := fmt.Sprint(w.By, w.From, w.As, w.To, when(w.Time))
		if !slices.Contains(given, want) {
			c.differ("explicit_credentials", "by, from, as, to, time", want, show(given))
		}
	}
}

// checkCleared looks for each clearing of a log among the warnings.
func (c *checker) checkCleared(wanted []LogCleared) {
	var given []string
	for _, l := range c.export.of(kindWarning) {
		if l.text("class") == "log-cleared" {
			given = append(given, fmt.Sprint(c.export.hostName(l), logName(l.text("log")), when(l.get("time")), c.userLabel(l, "user")))
		}
	}
	for _, w := range wanted {
		want := fmt.Sprint(w.Host, w.Log, when(w.Time), w.By)
		if !slices.Contains(given, want) {
			c.differ("log-cleared warning", "host, log, time, user", want, show(given))
		}
	}
}

// userLabel describes the user that a member refers to.
func (c *checker) userLabel(l *Line, member string) string {
	if u := c.export.lookup(kindUser, l.get(member)); u != nil {
		return c.describe(u)
	}
	return absent
}

// when is a moment in one spelling, whatever digits it was written with.
func when(v any) string {
	t, ok := moment(v)
	if !ok {
		return show(v)
	}
	return t.Format(time.RFC3339Nano)
}

// generationsBelow is the depth of the tree under a process, 0 without children.
func (c *checker) generationsBelow(l *Line) (depth int) {
	seen := map[*Line]bool{l: true}
	level := []*Line{l}
	for {
		var next []*Line
		for _, parent := range level {
			for _, child := range c.export.byParent[parent.Key] {
				if !seen[child] {
					seen[child] = true
					next = append(next, child)
				}
			}
		}
		if len(next) == 0 {
			return depth
		}
		level = next
		depth++
	}
}
