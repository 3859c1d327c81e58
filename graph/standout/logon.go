package standout

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// A spray is at least sprayAccounts accounts tried from one source, each try
// at most sprayPause after the one before. A logon counts as its fruit until
// sprayFruit after its last try.
const (
	sprayAccounts = 5
	sprayPause    = 10 * time.Minute
	sprayFruit    = 30 * time.Minute
)

// spray is one run of failed logons from one source.
type spray struct {
	source      string
	first, last *graph.LogonAttempt
	accounts    map[string]bool // user keys
}

// logonSprays: one source, many accounts.
func logonSprays(h *host) []hit {
	var hits []hit
	for _, s := range sprays(h) {
		names := make([]string, 0, len(s.accounts))
		for key := range s.accounts {
			names = append(names, h.userName(key))
		}
		slices.Sort(names)
		hits = append(hits, hit{
			about: s.first.Key, kind: graph.KindLogonAttempt, time: s.first.Time, process: -1,
			detail: fmt.Sprintf("%d accounts from %s within %s: %s", len(names), h.spraySource(s),
				max(time.Second, s.last.Time.Sub(s.first.Time).Round(time.Second)), list(names)),
		})
	}
	return hits
}

// spraySource is where a spray came from, and the local program that tried, where it is known.
func (h *host) spraySource(s spray) string {
	if i, ok := h.index[s.first.Process]; ok && h.image[i] != "" {
		return s.source + " by " + h.image[i]
	}
	return s.source
}

// successesAfterSprays: a logon of an account from the source of a spray, after the spray began.
func successesAfterSprays(h *host) []hit {
	bySource := make(map[string][]spray)
	for _, s := range sprays(h) {
		bySource[s.source] = append(bySource[s.source], s)
	}
	var hits []hit
	for i := range h.Sessions {
		session := &h.Sessions[i]
		if !session.Observed || !session.Start.Known() {
			continue
		}
		if u, ok := h.user(session.User); ok && u.Kind != graph.AccountUser {
			continue
		}
		for _, s := range bySource[source(session.SourceIP, session.ClaimedWorkstation, "")] {
			if session.Start.Before(s.first.Time) || session.Start.After(s.last.Time.Add(sprayFruit)) {
				continue
			}
			hits = append(hits, hit{
				about: session.Key, kind: graph.KindSession, time: session.Start, process: -1,
				detail: fmt.Sprintf("%s from %s, after %d accounts had been tried from there",
					h.userName(session.User), s.source, len(s.accounts)),
			})
			break
		}
	}
	return hits
}

// loopbackDesktops: a remote desktop logon (type 10) from a loopback address. Nobody
// connects to the own desktop; a tunnel (plink, ssh, netsh portproxy) ends there.
func loopbackDesktops(h *host) []hit {
	var hits []hit
	for i := range h.Sessions {
		s := &h.Sessions[i]
		if s.LogonType != remoteInteractive || !s.Observed || !s.SourceLocal || s.SourceIP != "" {
			continue
		}
		detail := h.userName(s.User) + " from a loopback address"
		if s.SourcePort != 0 {
			detail += fmt.Sprintf(", port %d", s.SourcePort)
		}
		hits = append(hits, hit{about: s.Key, kind: graph.KindSession, time: s.Start, process: -1, detail: detail})
	}
	return hits
}

// remoteInteractive is the logon type of a remote desktop (4624, "Logon Type").
const remoteInteractive = 10

// source names where a logon came from: the address, else what the client
// called itself, else the local process that tried. "" when nothing is known.
func source(ip, workstation, process string) string {
	switch {
	case ip != "":
		return ip
	case workstation != "":
		return "workstation " + workstation
	case process != "":
		return "process " + process
	}
	return ""
}

// sprays finds all sprays, by source and time.
func sprays(h *host) []spray {
	bySource := make(map[string][]*graph.LogonAttempt)
	for i := range h.Attempts {
		a := &h.Attempts[i]
		if from := source(a.SourceIP, a.ClaimedWorkstation, a.Process); a.EventID == 4625 && from != "" &&
			a.TargetUser != "" && a.Time.Known() {
			bySource[from] = append(bySource[from], a)
		}
	}
	var found []spray
	for _, from := range slices.Sorted(maps.Keys(bySource)) {
		tries := bySource[from]
		slices.SortFunc(tries, func(a, b *graph.LogonAttempt) int {
			return cmp.Or(cmp.Compare(a.Time.Ticks, b.Time.Ticks), cmp.Compare(a.Key, b.Key))
		})
		for len(tries) > 0 {
			s := spray{source: from, first: tries[0], accounts: make(map[string]bool)}
			n := 0
			for n < len(tries) && (n == 0 || tries[n].Time.Sub(tries[n-1].Time) <= sprayPause) {
				s.accounts[tries[n].TargetUser] = true
				s.last = tries[n]
				n++
			}
			if len(s.accounts) >= sprayAccounts {
				found = append(found, s)
			}
			tries = tries[n:]
		}
	}
	return found
}
