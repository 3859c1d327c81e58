package standout

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// remoteExecution: a child of WMI's, WinRM's or a remote tool's host process
// that is a shell, or whose session provably came from another computer.
func remoteExecution(h *host, p *process) (hit, bool) {
	parent := h.parent[p.at]
	if parent < 0 || !startsForOthers(h, parent) {
		return hit{}, false
	}
	shell := p.isAny(shells) || p.isAny(runners)
	switch origin := p.RemoteOrigin; {
	case origin != nil && !p.isAny(remoteHosts):
		from := ""
		if origin.SourceIP != "" {
			from = " from " + origin.SourceIP
		}
		return hit{severity: high, title: "A command was run from another computer",
			detail: h.image[parent] + " started" + from + ": " + p.shown()}, true
	case shell:
		return hit{detail: h.image[parent] + " started " + p.shown()}, true
	}
	return hit{}, false
}

// startsForOthers says whether process i starts what other computers ask for:
// WMI and WinRM hosts, remote tools' services, and programs that DCOM started
// ("-Embedding") which can be told to run a command.
func startsForOthers(h *host, i int) bool {
	if h.isAny(i, remoteHosts) || h.isAny(i, remoteServices) {
		return true
	}
	p := &h.Processes[i]
	if dcomServers[h.image[i]] && strings.Contains(strings.ToLower(p.CommandLine), "-embedding") {
		return true
	}
	grandparent := h.parent[i]
	return grandparent >= 0 && h.image[grandparent] == "services.exe" && p.Image != "" && oddServiceFolder(p.Image)
}

// dcomServers are programs whose DCOM objects can run a command for another computer.
var dcomServers = programs("mmc excel winword outlook visio dllhost")

// oddService: services.exe starts a shell, or an image from a folder where
// services do not live.
func oddService(h *host, p *process) (hit, bool) {
	parent := h.parent[p.at]
	if parent < 0 || h.image[parent] != "services.exe" || p.Image == "" {
		return hit{}, false
	}
	if p.isAny(shells) {
		return hit{title: "The service manager started a shell"}, true
	}
	if !oddServiceFolder(p.Image) {
		return hit{}, false
	}
	return hit{title: "The service manager started a program from a folder where services do not live"}, true
}

// userFolders are where users and web servers may write.
var userFolders = []string{`\users\`, `\documents and settings\`, `\temp\`, `\perflogs\`, `\$recycle.bin\`,
	`\inetpub\wwwroot\`, `\windows\tasks\`, `\windows\debug\`, `\windows\tracing\`, `\admin$\`}

// rootServices are the programs that live in the Windows folder itself and may
// be services: Sysmon puts itself there. ADMIN$ is this folder, so remote
// tools leave theirs here too.
var rootServices = programs("sysmon sysmon64 sysmon64a explorer splwow64 helppane")

// oddServiceFolder says whether an image lies where users may write, in a
// share, or in the Windows folder itself.
func oddServiceFolder(image string) bool {
	path := normalPath(image)
	for _, folder := range userFolders {
		if strings.Contains(path, folder) {
			return true
		}
	}
	// Defender and many agents live in a folder of their own below ProgramData.
	if rest, ok := afterDrive(path, `\programdata\`); ok && !strings.Contains(rest, `\`) {
		return true
	}
	if strings.HasPrefix(path, `\\`) {
		return true
	}
	rest, ok := afterDrive(path, `\windows\`)
	return ok && !strings.Contains(rest, `\`) && !rootServices[rest]
}

// afterDrive returns what follows folder where path is drive, folder, rest.
func afterDrive(path, folder string) (rest string, ok bool) {
	if len(path) < 2 || path[1] != ':' {
		return "", false
	}
	return strings.CutPrefix(path[2:], folder)
}

// normalPath spells a Windows path one way: lower case, backslashes, without
// quotation marks and the prefixes that switch parsing off.
func normalPath(path string) string {
	path = strings.ReplaceAll(strings.ToLower(strings.Trim(path, `"`)), "/", `\`)
	for _, prefix := range []string{`\\?\`, `\??\`, `\\.\`} {
		path = strings.TrimPrefix(path, prefix)
	}
	return path
}

// spoofedParents: the resolver kept two parents for a process. The elevation
// service makes the program that asked the parent of what it starts itself, so
// a claim on svchost.exe is the everyday case.
func spoofedParents(h *host) []hit {
	var hits []hit
	for i := range h.Warnings {
		w := &h.Warnings[i]
		if w.Class != graph.ParentMismatch {
			continue
		}
		at, ok := h.index[w.About]
		if !ok {
			continue
		}
		p := &process{Process: &h.Processes[at], at: at, host: h}
		f := hit{detail: w.Detail}
		var claims []string
		for _, c := range p.ParentClaims {
			name := c.Parent
			if parent, ok := h.index[c.Parent]; ok && h.image[parent] != "" {
				name = h.image[parent]
			}
			if name == "svchost.exe" {
				f.severity = medium
			}
			claims = append(claims, c.Source+" names "+name)
		}
		if len(claims) > 0 {
			f.detail = p.shown() + ": " + list(claims)
		}
		hits = append(hits, p.hit(f))
	}
	return hits
}
