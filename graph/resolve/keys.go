package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// giveKeys names every process and session of the host. hostKey is "h:NAME".
func (h *Host) giveKeys(hostKey string) {
	name := strings.TrimPrefix(hostKey, "h:")
	h.giveProcessKeys("p:" + name + ":")
	taken := map[string]int{}
	for _, s := range h.sessions.all {
		s.key = "s:" + name + ":" + s.identity()
	}
	for _, s := range h.sortedSessions() {
		s.key = unique(taken, s.key)
	}
}

// giveProcessKeys names the processes and gives each its place in the order of
// keys. Where two have one key the later one, in canonical order, gets a number.
func (h *Host) giveProcessKeys(prefix string) {
	byKey := slices.Clone(h.ordered())
	for i, l := range byKey {
		l.key, l.place = prefix+l.identity(), int32(i)
	}
	inOrder := func(a, b *lifetime) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.place, b.place)) }
	slices.SortFunc(byKey, inOrder)
	again := false
	for i := 0; i < len(byKey); {
		first := byKey[i].key
		n := 1
		for i++; i < len(byKey) && byKey[i].key == first; i++ {
			n++
			byKey[i].key, again = fmt.Sprintf("%s#%d", first, n), true
		}
	}
	if again {
		slices.SortFunc(byKey, inOrder)
	}
	for i, l := range byKey {
		l.place = int32(i)
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
