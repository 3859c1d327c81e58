package standout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph/commandline"
	"github.com/procgraph/procgraph/graph/tables"
)

// generations is how far up a document program is looked for.
const generations = 3

// documentStartsShell: a shell with a document program or browser at most three
// generations up. Of a chain of shells only the first is a hit.
func documentStartsShell(h *host, p *process) (hit, bool) {
	if !p.isAny(shells) && !p.isAny(runners) {
		return hit{}, false
	}
	severity := high
	at, up := h.ancestor(p.at, documents, generations)
	if at < 0 {
		severity = medium
		if at, up = h.ancestor(p.at, browsers, generations); at < 0 || nativeMessaging(p) {
			return hit{}, false
		}
	}
	if first, below := h.ancestor(p.at, shells, up-1); first >= 0 && below < up {
		return hit{}, false
	}
	return hit{severity: severity, detail: h.image[at] + " started " + p.shown()}, true
}

// nativeMessaging: Chromium starts an extension's helper through "cmd /d /c"
// with its named pipes, or names the extension ("Native messaging", Chrome for Developers).
func nativeMessaging(p *process) bool {
	return strings.Contains(p.command(), "chrome-extension://") ||
		strings.Contains(p.command(), `\\.\pipe\chrome.nativemessaging.`)
}

// routineRuns is how often a host runs the same encoded command before it is
// taken for the habit of an agent: it then counts as low.
const routineRuns = 5

// encodedPowerShell: an encoded command that decodes to text. The same text
// again on the same host is one remark, on its first run.
func encodedPowerShell(h *host) []hit {
	var hits []hit
	h.eachProcess(func(p *process) {
		if !p.isAny(powershells) && !strings.Contains(p.command(), "powershell") && !strings.Contains(p.command(), "pwsh") {
			return
		}
		if found := commandline.DecodePowerShell(p.CommandLine); len(found) > 0 {
			hits = append(hits, p.hit(hit{detail: found[len(found)-1].Text}))
		}
	})
	hits = dropWrappers(h, hits)
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.detail, b.detail), cmp.Compare(a.time.Ticks, b.time.Ticks), cmp.Compare(a.about, b.about))
	})
	var first []hit
	for len(hits) > 0 {
		f := hits[0]
		runs := 1
		for runs < len(hits) && hits[runs].detail == f.detail {
			runs++
		}
		if runs >= routineRuns {
			f.severity = low
		}
		if runs > 1 {
			f.detail = fmt.Sprintf("(%d times) %s", runs, f.detail)
		}
		first = append(first, f)
		hits = hits[runs:]
	}
	return first
}

// fetches are the programs whose command line tells that they fetch or run
// something from the network, by name: all words of one of the alternatives are in it.
var fetches = func() map[string][][]string {
	m := make(map[string][][]string)
	for _, r := range tables.Rules("fetchers") {
		m[r.Name] = append(m[r.Name], r.Words)
	}
	return m
}()

// busyFetchers are those that fetch in everyday work too.
var busyFetchers = union(powershells, programs("cmd msiexec hh"))

// downloadCradle: see fetches. PowerShell's encoded commands are read as well.
func downloadCradle(h *host, p *process) (hit, bool) {
	names := []string{h.image[p.at], h.original[p.at]}
	text := ""
	for i, name := range names {
		if fetches[name] == nil || i > 0 && name == names[0] {
			continue
		}
		if text == "" {
			text = fetchText(p)
		}
		if slices.ContainsFunc(fetches[name], func(words []string) bool { return containsAll(text, words) }) {
			severity := high
			if busyFetchers[name] {
				severity = medium
			}
			return hit{severity: severity}, true
		}
	}
	return hit{}, false
}

// fetchText is the command line, with what an encoded one of PowerShell says.
func fetchText(p *process) string {
	text := p.command()
	if p.isAny(powershells) {
		for _, d := range commandline.DecodePowerShell(p.CommandLine) {
			text += "\n" + strings.ToLower(d.Text)
		}
	}
	return text
}

func containsAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// scheduledTask: schtasks /create, at.exe with a time, or PowerShell's
// Register-ScheduledTask. A task on another computer is graver.
func scheduledTask(h *host, p *process) (hit, bool) {
	switch {
	case p.is("schtasks.exe"):
		args := commandline.Split(p.command())
		if !slices.ContainsFunc(args, func(a string) bool { return a == "/create" || a == "-create" }) {
			return hit{}, false
		}
		if at := slices.IndexFunc(args, func(a string) bool { return a == "/s" || a == "-s" }); at >= 0 && at+1 < len(args) &&
			!h.isThisHost(strings.TrimLeft(args[at+1], `\`)) {
			return hit{severity: high, title: "A scheduled task was created on another computer by command line"}, true
		}
		return hit{}, true
	case p.is("at.exe"):
		return hit{}, slices.ContainsFunc(commandline.Split(p.command()), clockTime)
	case p.isAny(powershells):
		return hit{}, strings.Contains(p.command(), "register-scheduledtask")
	}
	return hit{}, false
}

// clockTime says whether an argument is a time of day such as 9:05 or 23:00pm.
func clockTime(arg string) bool {
	hour, rest, ok := strings.Cut(arg, ":")
	return ok && len(hour) >= 1 && len(hour) <= 2 && digits(hour) && len(rest) >= 2 && digits(rest[:2])
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
