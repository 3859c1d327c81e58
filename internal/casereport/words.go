package casereport

import (
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// logonTypes are the types of a logon (Security 4624, field LogonType).
var logonTypes = map[int]string{2: "interactive", 3: "network", 4: "batch", 5: "service", 7: "unlock", 8: "network with clear text",
	9: "new credentials", 10: "remote interactive", 11: "cached interactive", 12: "cached remote interactive", 13: "cached unlock"}

// processTitle names a process: its image's base name and its PID.
func processTitle(p *graph.ProcessRow) string {
	name := graph.BaseName(p.Image)
	if name == "" {
		name = "process without image"
	}
	if p.PID != nil {
		name += fmt.Sprintf(" (PID %d)", *p.PID)
	}
	if !p.Observed {
		name += ", its start was not recorded"
	}
	return name
}

// sessionTitle says who logged on, how and from where.
func sessionTitle(s *graph.SessionRow) string {
	title := "logon"
	if kind, ok := logonTypes[s.LogonType]; ok {
		title = kind + " logon"
	} else if s.BuiltIn {
		title = "built-in session"
	}
	if s.UserName != "" {
		title += " of " + s.UserName
	}
	switch {
	case s.SourceHostName != "":
		title += " from " + s.SourceHostName
	case s.SourceIP != "":
		title += " from " + s.SourceIP
	}
	if s.LogonID != "" {
		title += " (" + s.LogonID + ")"
	}
	return title
}

// kindWords are the kinds of things in plain words.
var kindWords = map[graph.Kind]string{graph.KindProcess: "Process", graph.KindSession: "Logon session", graph.KindUser: "User", graph.KindHost: "Host"}

// pair is one fact of a thing.
type pair struct{ Name, Value string }

// facts lists what is known of a thing, in the events' own terms. Values are as recorded.
func (t *Thing) facts() (list []pair) {
	add := func(name, value string) {
		if value != "" {
			list = append(list, pair{name, value})
		}
	}
	span := func(start, hint, end graph.Time) {
		if start.Known() {
			add("Start", start.String())
		} else if hint.Known() {
			add("Start (the second in its GUID)", hint.String())
		}
		add("End", end.String())
	}
	switch {
	case t.Process != nil:
		p := t.Process
		add("Host", p.HostName)
		add("User", p.UserName)
		add("Image", p.Image)
		add("Command line", p.CommandLine)
		add("Current directory", p.CurrentDirectory)
		span(p.Start, p.StartHint, p.End)
		add("Exit status", p.ExitStatus)
		add("Integrity level", p.IntegrityLevel)
		add("GUID", p.GUID)
		for _, name := range []string{"MD5", "SHA1", "SHA256", "IMPHASH"} {
			add(name, p.Hashes[name])
		}
	case t.Session != nil:
		s := t.Session
		add("Host", s.HostName)
		add("User", s.UserName)
		add("Logon ID", s.LogonID)
		if s.LogonType != 0 {
			add("Logon type", fmt.Sprintf("%d (%s)", s.LogonType, logonTypes[s.LogonType]))
		}
		add("From address", s.SourceIP)
		add("From host", s.SourceHostName)
		add("Workstation as claimed", s.ClaimedWorkstation)
		span(s.Start, s.StartHint, s.End)
		add("Processes", fmt.Sprint(s.ProcessCount))
	case t.User != nil:
		u := t.User
		add("SID", u.SID)
		for _, name := range u.Names {
			add("Also spelled", name)
		}
		add("Seen", fmt.Sprintf("%d processes, %d logon sessions, %d hosts", u.ProcessCount, u.SessionCount, u.HostCount))
	case t.Summary != nil:
		h := t.Summary
		for _, name := range h.Aliases {
			add("Also called", name)
		}
		for _, address := range h.Addresses {
			add("Address", address)
		}
		span(h.First, graph.Time{}, h.Last)
		add("Seen", fmt.Sprintf("%d processes, %d logon sessions", h.ProcessCount, h.SessionCount))
	}
	return list
}
