package resolve

import (
	"fmt"
	"strings"
)

// giveKeys names every process and session of the host. hostKey is "h:NAME".
func (h *Host) giveKeys(hostKey string) {
	name := strings.TrimPrefix(hostKey, "h:")
	taken := map[string]int{}
	for _, l := range h.ordered() {
		l.key = unique(taken, "p:"+name+":"+l.identity())
	}
	taken = map[string]int{}
	for _, s := range h.sessions.all {
		s.key = "s:" + name + ":" + s.identity()
	}
	for _, s := range h.sortedSessions() {
		s.key = unique(taken, s.key)
	}
}

// unique adds a number where two things have one identity (two records of one
// PID in one tick); the canonical order decides.
func unique(taken map[string]int, key string) string {
	taken[key]++
	if n := taken[key]; n > 1 {
		return fmt.Sprintf("%s#%d", key, n)
	}
	return key
}

// identity is what makes a process itself: its GUID; else PID and start; else,
// for stubs, the stretch of the PID that they stand for.
func (l *lifetime) identity() string {
	switch {
	case l.guid != "" && l.collided:
		return fmt.Sprintf("%s:%d", l.guid, l.pid)
	case l.guid != "":
		return l.guid
	case l.observed():
		return fmt.Sprintf("%d@%d", l.pid, l.at.Ticks)
	}
	return fmt.Sprintf("%d~%s", l.pid, l.gap)
}

// identity is what makes a session itself: its ID and its logon, or what hints at it.
func (s *session) identity() string {
	switch {
	case s.builtIn:
		return s.id
	case s.logon != nil:
		return fmt.Sprintf("%s@%d", s.id, s.logon.at.Ticks)
	case s.hint.Known():
		return fmt.Sprintf("%s~%d", s.id, s.hint.Ticks)
	}
	return fmt.Sprintf("%s~%d", s.id, s.epoch)
}
