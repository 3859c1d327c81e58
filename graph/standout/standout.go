package standout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
)

// MaxPerRule is the number of remarks that one rule makes on one host. Beyond
// it, a last remark on the host says how many there are.
const MaxPerRule = 200

// maxDetail bounds Standout.Detail, in bytes.
const maxDetail = 400

// The severities of graph.Standout.
const (
	low    = 1
	medium = 2
	high   = 3
)

// Names looks up the users and hosts that a host's graph refers to by key.
type Names interface {
	User(key string) (graph.User, bool)
	Host(key string) (graph.Host, bool)
}

// Rule describes one rule.
type Rule struct {
	// Name is stable, for example "office-starts-shell".
	Name string
	// Title is what was seen, in plain words.
	Title string
	// Severity is the usual one: 3 high, 2 medium, 1 low. A remark may differ.
	Severity int
	// Techniques are ATT&CK ids.
	Techniques []string

	// One of these finds the rule's hits: process is asked about every process,
	// host once about the whole.
	process func(h *host, p *process) (hit, bool)
	host    func(h *host) []hit
	// innermost drops a shell's hit where a child of the shell is hit as well:
	// "cmd /c TOOL" and TOOL are one deed.
	innermost bool
}

// hit is one finding of a rule, before it becomes a Standout.
type hit struct {
	about    string
	kind     graph.Kind
	time     graph.Time
	hint     bool   // the time is a process's start_hint
	severity int    // 0: the rule's
	title    string // "": the rule's
	detail   string
	process  int // index in host.processes, for innermost; -1 when about is no process
}

// Find returns the remarks on one host's graph, most severe first, then by
// time, rule and key. At most one remark a rule and key. names may be nil: then
// rules that must know a user or host by name stay silent. g is not changed.
func Find(g *graph.HostGraph, names Names) []graph.Standout {
	h := newHost(g, names)
	hits := make([][]hit, len(rules))
	h.eachProcess(func(p *process) {
		for i := range rules {
			if rules[i].process == nil {
				continue
			}
			if f, ok := rules[i].process(h, p); ok {
				hits[i] = append(hits[i], p.hit(f))
			}
		}
	})
	var out []graph.Standout
	for i := range rules {
		found := hits[i]
		if rules[i].host != nil {
			found = rules[i].host(h)
		}
		if rules[i].innermost {
			found = dropWrappers(h, found)
		}
		out = append(out, remarks(h, &rules[i], found)...)
	}
	slices.SortFunc(out, compare)
	return out
}

// dropWrappers takes away the hits of shells that have a hit child.
func dropWrappers(h *host, hits []hit) []hit {
	wrapper := make(map[int]bool)
	for _, f := range hits {
		if parent := h.parent[f.process]; parent >= 0 && h.isAny(parent, shells) {
			wrapper[parent] = true
		}
	}
	return slices.DeleteFunc(hits, func(f hit) bool { return wrapper[f.process] })
}

// remarks turns a rule's hits into its Standouts: one a key, at most MaxPerRule.
func remarks(h *host, r *Rule, hits []hit) []graph.Standout {
	all := make([]graph.Standout, 0, len(hits))
	for _, f := range hits {
		all = append(all, graph.Standout{
			Rule: r.Name, About: f.about, AboutKind: f.kind, Host: h.key, Time: f.time, TimeHint: f.hint,
			Severity: cmp.Or(f.severity, r.Severity), Title: cmp.Or(f.title, r.Title),
			Detail: cut(f.detail), Techniques: r.Techniques,
		})
	}
	slices.SortFunc(all, func(a, b graph.Standout) int {
		return cmp.Or(cmp.Compare(a.AboutKind, b.AboutKind), cmp.Compare(a.About, b.About), compare(a, b))
	})
	all = slices.CompactFunc(all, func(a, b graph.Standout) bool {
		return a.AboutKind == b.AboutKind && a.About == b.About
	})
	slices.SortFunc(all, compare)
	if len(all) > MaxPerRule {
		last := graph.Standout{
			Rule: r.Name, About: h.key, AboutKind: graph.KindHost, Host: h.key, Time: all[MaxPerRule].Time, TimeHint: all[MaxPerRule].TimeHint,
			Severity: all[MaxPerRule].Severity, Techniques: r.Techniques,
			Title: fmt.Sprintf("%s (%d in all on this host, %d are shown)", r.Title, len(all), MaxPerRule),
		}
		all = append(all[:MaxPerRule:MaxPerRule], last)
	}
	return all
}

// compare orders remarks: most severe first, then time, rule, key, detail.
func compare(a, b graph.Standout) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Time.Ticks, b.Time.Ticks),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.AboutKind, b.AboutKind),
		cmp.Compare(a.About, b.About),
		cmp.Compare(a.Detail, b.Detail),
	)
}

// cut bounds a detail, between two characters.
func cut(s string) string {
	if len(s) <= maxDetail {
		return s
	}
	end := maxDetail
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// list joins names for a detail: at most ten, then the number of the others.
func list(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
