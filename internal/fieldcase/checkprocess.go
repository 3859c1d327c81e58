package fieldcase

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

func (c *checker) checkProcess(w *WantProcess) {
	l := c.bound.processes[w.Label]
	if l == nil {
		c.differ(w.Label, "process", describeWanted(w), c.describeAll(c.nearMisses(w)))
		return
	}
	c.sameFlag(w.Label, "observed", Optional[bool]{Given: true, Value: &w.Observed}, l)
	c.same(w.Label, "pid", w.PID, l.get("pid"))
	c.same(w.Label, "guid", w.GUID, l.get("guid"))
	if w.Image != nil {
		c.same(w.Label, "image", w.Image, l.get("image"))
	}
	c.sameTime(w.Label, "start", w.Start, l.get("start"))
	c.sameTime(w.Label, "start_hint", w.StartHint, l.get("start_hint"))
	c.sameTime(w.Label, "end", w.End, l.get("end"))
	c.sameTime(w.Label, "end_not_after", w.NotAfter, l.get("end_not_after"))
	c.checkParent(w, l)
	// What is not known of a stub may be filled in from what its children say.
	if w.User != nil || w.Observed {
		c.sameLine(w.Label, "user", kindUser, w.User, c.bound.users, l.get("user"))
	}
	if w.Session.Value != nil || w.Session.Given && w.Observed {
		c.sameLine(w.Label, "session", kindSession, w.Session.Value, c.bound.sessions, l.get("session"))
	}
	if w.StartedBy.Given {
		c.sameLine(w.Label, "started_by", kindUser, w.StartedBy.Value, c.bound.users, l.get("started_by"))
	}
	c.checkCommandLine(w, l)
	if w.Sources.Given {
		c.same(w.Label, "sources", sorted(w.Sources.or(nil)), creationRecords(l))
	}
	if w.HashKinds.Given {
		c.same(w.Label, "hashes", sorted(w.HashKinds.or(nil)), hashKinds(l))
	}
	c.checkOrigin(w, l)
}

func describeWanted(w *WantProcess) string {
	state := "(stub)"
	if w.Observed {
		state = "started " + show(w.Start.Value)
	}
	return fmt.Sprintf("%s pid %s guid %s on %s %s", show(w.Image), show(w.PID), show(w.GUID), w.Host, state)
}

// nearMisses are the lines that share the GUID or the PID: they show what was
// merged or split.
func (c *checker) nearMisses(w *WantProcess) []*Line {
	return slices.DeleteFunc(c.export.of(kindProcess), func(l *Line) bool {
		pid, ok := l.number("pid")
		return !(w.GUID != nil && l.text("guid") == *w.GUID) && !(w.PID != nil && ok && pid == *w.PID)
	})
}

// checkParent checks the parent, how it was found, and what else sources claim.
func (c *checker) checkParent(w *WantProcess, l *Line) {
	c.sameLine(w.Label, "parent", kindProcess, w.Parent, c.bound.processes, l.get("parent"))
	if parent := c.export.parentOf(l); parent != nil && w.Parent != nil {
		via, seen := l.text("parent_via"), parent.flag("observed")
		fits := false
		switch want := show(w.ParentVia); want {
		case `"guid"`:
			fits = via == "guid" && seen
		case `"pid-time"`:
			fits = via == "pid-time" && seen
		case `"stub"`:
			fits = !seen
		case `"guid-or-stub"`:
			fits = via == "guid" || !seen
		}
		if !fits {
			state := "a stub"
			if seen {
				state = "an observed parent"
			}
			c.differ(w.Label, "parent_via", show(w.ParentVia), via+" to "+state)
		}
	}
	if !w.Claims.Given {
		return
	}
	var names []string
	for _, claim := range l.list("parent_claims") {
		entry, _ := claim.(map[string]any)
		if p := c.export.lookup(kindProcess, entry["parent"]); p != nil {
			names = append(names, c.describe(p))
		}
	}
	c.same(w.Label, "parent_claims", sorted(w.Claims.or(nil)), slices.Compact(sorted(names)))
}

// checkCommandLine compares the command line, or the length and the digest of a
// long one. An empty one is one that was not recorded.
func (c *checker) checkCommandLine(w *WantProcess, l *Line) {
	got := l.text("command_line")
	switch {
	case w.CommandLineLength != nil:
		digest := sha256.Sum256([]byte(got))
		c.same(w.Label, "command_line length", *w.CommandLineLength, utf8.RuneCountInString(got))
		c.same(w.Label, "command_line sha256", w.CommandLineSHA256, hex.EncodeToString(digest[:]))
	case w.CommandLineAnyOf != nil:
		if !l.has("command_line") || !slices.Contains(w.CommandLineAnyOf, got) {
			c.differ(w.Label, "command_line", "one of "+show(w.CommandLineAnyOf), show(l.get("command_line")))
		}
	case w.CommandLine.or("") != "":
		c.same(w.Label, "command_line", w.CommandLine.Value, l.get("command_line"))
	case w.CommandLine.Given && w.Observed:
		c.same(w.Label, "command_line", nil, l.get("command_line"))
	}
}

// checkOrigin compares what is asserted of where the process's session came
// from, and the bound on what is called possible.
func (c *checker) checkOrigin(w *WantProcess, l *Line) {
	if w.Origin.Given {
		origin := l.object("remote_origin")
		if w.Origin.Value == nil || origin == nil {
			c.same(w.Label, "remote_origin", w.Origin.Value, l.get("remote_origin"))
		} else {
			c.same(w.Label, "remote_origin.source_ip", w.Origin.Value, origin["source_ip"])
			c.sameLine(w.Label, "remote_origin.session", kindSession, w.Session.Value, c.bound.sessions, origin["session"])
		}
	}
	if !w.Possible.Given {
		return
	}
	allowed := w.Possible.or(nil)
	var others []string
	for _, entry := range l.list("remote_origin_possible") {
		s := c.export.lookup(kindSession, sessionKey(entry))
		if s == nil || !slices.Contains(allowed, c.bound.label(s)) {
			others = append(others, show(entry))
		}
	}
	if len(others) > 0 {
		c.differ(w.Label, "remote_origin_possible", "none but "+show(allowed), strings.Join(others, ", "))
	}
}

// creationRecords are the kinds of creation record among a process's sources.
func creationRecords(l *Line) []string {
	all := []string{}
	for _, source := range l.list("sources") {
		s, _ := source.(map[string]any)
		log, _ := s["log"].(string)
		switch record := logName(log) + ":" + show(s["event_id"]); record {
		case "sysmon:1", "security:4688":
			all = append(all, record)
		}
	}
	return slices.Compact(sorted(all))
}

func hashKinds(l *Line) []string {
	all := []string{}
	for name := range l.object("hashes") {
		all = append(all, strings.ToLower(name))
	}
	return sorted(all)
}

// sorted is a sorted copy, never nil.
func sorted(list []string) []string {
	list = append([]string{}, list...)
	slices.Sort(list)
	return list
}
