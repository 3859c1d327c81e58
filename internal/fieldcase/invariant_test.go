package fieldcase

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// sourceID names a record as the export's sources do.
type sourceID struct {
	host, log string
	number    int64
}

// invariants lists what is wrong with a graph whatever was read. creations are
// the creation records that were read; each stands in one process.
func invariants(x *Export, creations []creation, clocksSetBack bool) []string {
	problems := append([]string{}, x.Problems...)
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if l := x.cycle(); l != nil {
		add("%s is its own ancestor", l.Key)
	}
	owners := map[sourceID][]*Line{}
	for _, p := range x.of(kindProcess) {
		if parent := x.parentOf(p); parent != nil {
			born, ok := moment(p.get("start"))
			older, known := moment(parent.get("start"))
			if ok && known && older.Sub(born) > 2*time.Second && !clocksSetBack {
				add("%s is %s younger than its child %s", parent.Key, older.Sub(born), p.Key)
			}
			if p.get("host") != parent.get("host") {
				add("%s and its parent %s are on two hosts", p.Key, parent.Key)
			}
		}
		start, ok := moment(p.get("start"))
		if end, known := moment(p.get("end")); ok && known && start.Sub(end) > 2*time.Second && !clocksSetBack {
			add("%s ends before it begins", p.Key)
		}
		creates := false
		for _, entry := range p.list("sources") {
			s, _ := entry.(map[string]any)
			if id := show(s["event_id"]); id == "1" || id == "4688" {
				creates = true
				number := int64(0)
				fmt.Sscan(show(s["record_id"]), &number)
				log, _ := s["log"].(string)
				id := sourceID{x.hostName(p), log, number}
				owners[id] = append(owners[id], p)
			}
		}
		if creates != p.flag("observed") {
			add("%s: observed is %v, but it has a creation record: %v", p.Key, p.flag("observed"), creates)
		}
	}
	for _, c := range creations {
		id := sourceID{strings.ToLower(c.host), c.log, int64(c.number)}
		if n := len(owners[id]); n != 1 {
			add("record %v is a source of %d processes", id, n)
		}
	}
	return problems
}

// unaccounted lists the creation records that are no process's source. Records
// that contradict each other may share a number, so each needs one process at the least.
func unaccounted(x *Export, records []*record) (problems []string) {
	type id struct{ log, event, number string }
	have := map[id]bool{}
	for _, p := range x.of(kindProcess) {
		for _, entry := range p.list("sources") {
			s, _ := entry.(map[string]any)
			log, _ := s["log"].(string)
			have[id{log, show(s["event_id"]), show(s["record_id"])}] = true
		}
	}
	for _, r := range records {
		if k := (id{logName(r.log), show(r.id), show(r.number)}); (r.id == 1 || r.id == 4688) && !have[k] {
			problems = append(problems, fmt.Sprintf("record %v is no source of any process", k))
		}
	}
	return problems
}

// truths compares processes with what really happened, where the records tell
// it: exact times, no clock set back.
func truths(x *Export, creations []creation) (problems []string) {
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	lines := map[sourceID]*Line{}
	for _, p := range x.of(kindProcess) {
		for _, entry := range p.list("sources") {
			s, _ := entry.(map[string]any)
			number := int64(0)
			fmt.Sscan(show(s["record_id"]), &number)
			log, _ := s["log"].(string)
			lines[sourceID{x.hostName(p), log, number}] = p
		}
	}
	of := map[*simulated]*Line{}
	for _, c := range creations {
		l := lines[sourceID{c.host, c.log, int64(c.number)}]
		if l == nil {
			continue
		}
		if other := of[c.of]; other != nil && other != l {
			add("%s and %s are one process", other.Key, l.Key)
		}
		of[c.of] = l
	}
	for p, l := range of {
		pid, _ := l.number("pid")
		if int(pid) != p.pid || baseName(l.text("image")) != baseName(p.image) {
			add("%s should be %s pid %d", l.Key, p.image, p.pid)
		}
		parent := x.parentOf(l)
		switch {
		case parent == nil:
			add("%s has no parent, should be %s pid %d", l.Key, p.parent.image, p.parent.pid)
		case of[p.parent] != nil && parent != of[p.parent]:
			add("%s has the parent %s, should be %s", l.Key, parent.Key, of[p.parent].Key)
		case of[p.parent] == nil && baseName(parent.text("image")) != strings.ToLower(baseName(p.parent.image)):
			add("%s has the parent %s of image %s, should be %s", l.Key, parent.Key, parent.text("image"), p.parent.image)
		}
		session := x.lookup(kindSession, l.get("session"))
		switch {
		case session == nil:
			add("%s has no session, should have %s", l.Key, p.session.id)
		case session.text("logon_id") != p.session.id:
			add("%s has the session %s, should have %s", l.Key, session.Key, p.session.id)
		case p.session.seen:
			// Some shapes cut the time to milliseconds or seconds.
			if start, _ := moment(session.get("start")); p.session.start.Sub(start).Abs() > time.Second {
				add("%s has the session %s of %s, should have that of %s", l.Key, session.Key, show(session.get("start")), p.session.start.Format(sevenDigits))
			}
		}
	}
	return problems
}

// minimise drops lines as long as what is left still fails.
func minimise(lines [][]byte, fails func([][]byte) bool) [][]byte {
	for part := len(lines) / 2; part > 0; {
		dropped := false
		for i := 0; i+part <= len(lines); {
			less := append(append([][]byte{}, lines[:i]...), lines[i+part:]...)
			if fails(less) {
				lines, dropped = less, true
				continue
			}
			i += part
		}
		if !dropped || part > 1 {
			part /= 2
		}
	}
	return lines
}

// sameInAllOrders says whether permutations and splits of lines give one export;
// else it shows the first difference.
func sameInAllOrders(t *testing.T, name string, lines [][]byte, permutations int) string {
	t.Helper()
	input := bytes.Join(lines, nil)
	if len(input) == 0 {
		return ""
	}
	plain := exportOf(t, variant{runs: [][][]byte{{input}}})
	for _, v := range variants(name, input, permutations) {
		if got := exportOf(t, v); !bytes.Equal(plain, got) {
			return v.name + ": " + firstDifference(plain, got)
		}
	}
	return ""
}
