package lineage

import (
	"context"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

const (
	// credentialSpan is how long before a session its explicit credentials may have
	// been used: clients log 4648 when they ask, which is seconds before the 4624;
	// two minutes leave room for slow networks and clocks that differ.
	credentialSpan = 2 * time.Minute
	// clockSlack is how much later the 4648 may seem by clocks that differ.
	clockSlack = 10 * time.Second
	// serviceSpan is how soon after a network logon a service may be started by it;
	// the same as that of remote_origin_possible.
	serviceSpan = 10 * time.Second
)

// uses returns the uses of explicit credentials on host that may have opened the
// session: of its user, for its host, just before it began, by a known process.
func uses(ctx context.Context, r graph.Reader, host string, s *graph.SessionRow) ([]graph.LogonAttempt, error) {
	start := s.Begun()
	if !start.Known() || s.User == "" {
		return nil, nil
	}
	list, err := r.Attempts(ctx, graph.AttemptFilter{Host: host, User: s.User, EventID: 4648,
		From: start.Add(-credentialSpan), To: start.Add(clockSlack)}, graph.Page{Limit: graph.MaxPage})
	if err != nil {
		return nil, err
	}
	var found []graph.LogonAttempt
	for _, a := range list.Items {
		if opens(&a, s) {
			found = append(found, a)
		}
	}
	return found, nil
}

// opens says whether a use of explicit credentials fits a session that began after it.
func opens(a *graph.LogonAttempt, s *graph.SessionRow) bool {
	start := s.Begun()
	return a.EventID == 4648 && a.Process != "" && a.TargetUser == s.User && a.TargetUser != "" && sameHost(a.TargetHost, s.HostName) &&
		!a.Time.Before(start.Add(-credentialSpan)) && !start.Add(clockSlack).Before(a.Time)
}

// oneProcess says whether all the uses are of one process: then they prove it.
func oneProcess(uses []graph.LogonAttempt) bool {
	for i := range uses {
		if uses[i].Process != uses[0].Process {
			return false
		}
	}
	return len(uses) > 0
}

// sameHost compares two names of hosts; a short name fits a full one.
func sameHost(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == "" || b == "" {
		return false
	}
	shortA, restA, _ := strings.Cut(a, ".")
	shortB, restB, _ := strings.Cut(b, ".")
	return a == b || shortA == shortB && (restA == "" || restB == "") && !isAddress(a) && !isAddress(b)
}

func isAddress(s string) bool {
	return strings.Trim(s, "0123456789.") == "" || strings.Contains(s, ":")
}

// naming returns the name or address of the host that the command line has as a word; "" for none.
func naming(commandLine string, h *graph.HostSummary) string {
	if h == nil {
		return ""
	}
	line := strings.ToLower(commandLine)
	short, _, _ := strings.Cut(strings.ToLower(h.Name), ".")
	words := append([]string{strings.ToLower(h.Name), short}, h.Addresses...)
	for _, w := range words {
		if len(w) > 1 && hasWord(line, w) {
			return w
		}
	}
	return ""
}

// hasWord says whether word stands in text with no letter, digit, hyphen or dot of a longer name at its side.
func hasWord(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(word)
		if (i == 0 || !inName(text[i-1])) && (end == len(text) || !inName(text[end])) {
			return true
		}
		at = i + 1
	}
}

func inName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c >= 0x80
}

// alive says whether the process may have been alive at t.
func alive(p *graph.ProcessRow, t graph.Time) bool {
	start := p.Begun()
	if !start.Known() || t.Before(start) {
		return false
	}
	return !p.Ended().Before(t)
}
