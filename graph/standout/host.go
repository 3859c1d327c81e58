package standout

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// host is one host's graph with what the rules look up again and again.
type host struct {
	*graph.HostGraph
	key   string
	names Names
	// parent is the index of each process's parent, -1 when it has none here.
	parent []int
	// image and original are the base name of the image and the name in the
	// file's version resource, in lower case: a renamed tool keeps the latter.
	image, original []string
	index           map[string]int // process key to index
	lsass           set            // PIDs that lsass.exe had, in decimal
}

func newHost(g *graph.HostGraph, names Names) *host {
	n := len(g.Processes)
	h := &host{
		HostGraph: g, names: names, key: hostKey(g),
		parent: make([]int, n), image: make([]string, n), original: make([]string, n),
		index: make(map[string]int, n),
	}
	known := make(map[string]string) // few names, many processes: keep each name once
	intern := func(s string) string {
		if have, ok := known[s]; ok {
			return have
		}
		s = strings.Clone(s)
		known[s] = s
		return s
	}
	for i := range g.Processes {
		p := &g.Processes[i]
		h.index[p.Key] = i
		h.image[i] = intern(graph.BaseName(p.Image))
		h.original[i] = intern(graph.BaseName(p.OriginalFileName))
	}
	for i := range g.Processes {
		h.parent[i] = -1
		if at, ok := h.index[g.Processes[i].Parent]; ok && at != i {
			h.parent[i] = at
		}
	}
	h.lsass = lsassPIDs(h)
	return h
}

// hostKey is the key of the host that the graph is of, from any of its nodes.
func hostKey(g *graph.HostGraph) string {
	switch {
	case len(g.Processes) > 0:
		return g.Processes[0].Host
	case len(g.Sessions) > 0:
		return g.Sessions[0].Host
	case len(g.Attempts) > 0:
		return g.Attempts[0].Host
	case len(g.Warnings) > 0:
		return g.Warnings[0].Host
	}
	return ""
}

// is says whether process i is the program name, by its image or, renamed, by
// its version resource. name is in lower case with ".exe".
func (h *host) is(i int, name string) bool {
	return h.image[i] == name || h.original[i] == name
}

// isAny says the same for a set of names.
func (h *host) isAny(i int, names set) bool {
	return names[h.image[i]] || names[h.original[i]]
}

// ancestor walks up at most generations parents from i and returns the first
// that is one of names, and how many generations up it is; -1 if there is none.
func (h *host) ancestor(i int, names set, generations int) (at, up int) {
	for up = 1; up <= generations; up++ {
		if i = h.parent[i]; i < 0 {
			return -1, 0
		}
		if h.isAny(i, names) {
			return i, up
		}
	}
	return -1, 0
}

// user looks up a user by key; ok is false when it is not known.
func (h *host) user(key string) (graph.User, bool) {
	if h.names == nil || key == "" {
		return graph.User{}, false
	}
	return h.names.User(key)
}

// userName is the name to show for a user's key.
func (h *host) userName(key string) string {
	if u, ok := h.user(key); ok {
		if u.Name != "" {
			return u.Name
		}
		if u.SID != "" {
			return u.SID
		}
	}
	return key
}

// isThisHost says whether a recorded host name means this host.
func (h *host) isThisHost(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "localhost" || name == "127.0.0.1" || name == "::1" {
		return true
	}
	if h.names == nil {
		return false
	}
	self, ok := h.names.Host(h.key)
	if !ok {
		return false
	}
	for _, spelling := range append([]string{self.Name}, self.Aliases...) {
		spelling = strings.ToLower(spelling)
		short, _, _ := strings.Cut(spelling, ".")
		if name == spelling || name == short {
			return true
		}
	}
	return false
}

// process is one process as the rules see it. It is used again for the next.
type process struct {
	*graph.Process
	at    int
	host  *host
	lower string // command line in lower case, once it was asked for
	ready bool
}

// eachProcess calls f for every process, in the order of keys.
func (h *host) eachProcess(f func(*process)) {
	var p process
	for i := range h.Processes {
		p = process{Process: &h.Processes[i], at: i, host: h}
		f(&p)
	}
}

// command is the command line in lower case; where none was recorded, the image.
func (p *process) command() string {
	if !p.ready {
		p.ready = true
		p.lower = strings.ToLower(p.CommandLine)
		if p.lower == "" {
			p.lower = strings.ToLower(p.Image)
		}
	}
	return p.lower
}

// is and isAny ask for the process's program, see host.is.
func (p *process) is(name string) bool  { return p.host.is(p.at, name) }
func (p *process) isAny(names set) bool { return p.host.isAny(p.at, names) }

// shown is the command line, else the image, as recorded.
func (p *process) shown() string {
	if p.CommandLine != "" {
		return p.CommandLine
	}
	return p.Image
}

// hit fills in what every hit on a process has in common.
func (p *process) hit(f hit) hit {
	f.about, f.kind, f.process = p.Key, graph.KindProcess, p.at
	f.time = p.Process.Begun()
	f.hint = f.time.Known() && !p.Process.Start.Known()
	if f.detail == "" {
		f.detail = p.shown()
	}
	return f
}
