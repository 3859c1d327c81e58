package standout

import (
	"slices"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/commandline"
)

// dumpWords are command lines that write the memory of LSASS, whatever the
// program is called: all words of one of the lines.
var dumpWords = [][]string{
	{"comsvcs", "minidump"},
	{"lsass", "minidump"},
	{"lsass.dmp"},
	{"sekurlsa::"},
	{"rdrleakdiag", "/fullmemdmp"},
	{"dumpert"},
	{"nanodump"},
	{"mimikatz"},
}

// dumpers write the memory of the process that they are told, by PID or name.
var dumpers = programs("procdump procdump64 procdump64a sqldumper createdump tttracer dumpminitool rdrleakdiag")

// lsassDump: a known way to dump LSASS, by words or by a dumper that is given
// its name or its PID on this host. A copy of the dump made by Task Manager
// appears by its name, lsass.dmp.
func lsassDump(h *host, p *process) (hit, bool) {
	command := p.command()
	for _, words := range dumpWords {
		if containsAll(command, words) {
			return hit{}, true
		}
	}
	// comsvcs.dll exports MiniDump as number 24 too, with a plus sign or without.
	if strings.Contains(command, "comsvcs") && (strings.Contains(command, "#24") || strings.Contains(command, "#+24") ||
		strings.Contains(command, "#-24") || strings.Contains(command, "#65560")) {
		return hit{}, true
	}
	if !p.isAny(dumpers) && h.original[p.at] != "procdump" {
		return hit{}, false
	}
	args := commandline.Split(command)
	return hit{}, slices.ContainsFunc(args[min(1, len(args)):], func(arg string) bool {
		name := strings.TrimSuffix(graph.BaseName(arg), ".exe")
		return name == "lsass" || h.lsass[name]
	})
}

// lsassPIDs are the PIDs that lsass.exe had on the host, as decimal text.
func lsassPIDs(h *host) set {
	pids := make(set)
	for i := range h.Processes {
		if pid := h.Processes[i].PID; pid != nil && *pid > 4 && h.image[i] == "lsass.exe" {
			pids[strconv.FormatInt(*pid, 10)] = true
		}
	}
	return pids
}

// explicitCredentials: a person gave credentials for another computer (4648).
// The same accounts and computer again are one remark, on the first.
func explicitCredentials(h *host) []hit {
	type deed struct{ user, target, host string }
	first := make(map[deed]*graph.LogonAttempt)
	times := make(map[deed]int)
	for i := range h.Attempts {
		a := &h.Attempts[i]
		if a.EventID != 4648 || a.TargetHost == "" || h.isThisHost(a.TargetHost) {
			continue
		}
		if u, ok := h.user(a.User); !ok || u.Kind != graph.AccountUser {
			continue
		}
		d := deed{a.User, a.TargetUser, strings.ToLower(a.TargetHost)}
		times[d] += max(a.Count, 1)
		if have := first[d]; have == nil || earlier(a, have) {
			first[d] = a
		}
	}
	var hits []hit
	for d, a := range first {
		f := hit{about: a.Key, kind: graph.KindLogonAttempt, time: a.Time, process: -1}
		f.detail = h.userName(d.user) + " used " + h.userName(d.target) + " for " + a.TargetHost
		if d.target == "" {
			f.detail = h.userName(d.user) + " used credentials for " + a.TargetHost
		}
		if n := times[d]; n > 1 {
			f.detail += " (" + strconv.Itoa(n) + " times)"
		}
		if d.target != "" && d.target != d.user {
			f.severity, f.title = medium, "Somebody gave another account's credentials for another computer"
		}
		hits = append(hits, f)
	}
	return hits
}

// earlier orders attempts by time, then key.
func earlier(a, b *graph.LogonAttempt) bool {
	if a.Time.Ticks != b.Time.Ticks {
		return a.Time.Ticks < b.Time.Ticks
	}
	return a.Key < b.Key
}
