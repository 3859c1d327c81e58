package fieldcase

import (
	"cmp"
	"slices"
	"strings"
)

// binding says which exported line each label stands for. A line is bound to
// one label at the most.
type binding struct {
	export    *Export
	hosts     map[string]*Line // by the expected name
	users     map[string]*Line
	sessions  map[string]*Line
	processes map[string]*Line
	labels    map[*Line]string
}

// bind binds hosts, then users, sessions and processes, which lean on each other in that order.
func bind(e *Expect, x *Export) *binding {
	b := &binding{
		export: x, hosts: map[string]*Line{}, users: map[string]*Line{}, sessions: map[string]*Line{},
		processes: map[string]*Line{}, labels: map[*Line]string{},
	}
	b.bindHosts(e)
	assign(b, b.users, e.Users, x.of(kindUser), userLabel, userFit)
	assign(b, b.sessions, e.Sessions, x.of(kindSession), sessionLabel, b.sessionFit)
	b.bindProcesses(e.Processes)
	return b
}

func userLabel(w *WantUser) string       { return w.Label }
func sessionLabel(w *WantSession) string { return w.Label }
func processLabel(w *WantProcess) string { return w.Label }

// bindHosts binds every host name that the expectation uses: to the host of
// that name, else to one that has it as another spelling.
func (b *binding) bindHosts(e *Expect) {
	var names []string
	for _, p := range e.Processes {
		names = append(names, p.Host)
	}
	for _, s := range e.Sessions {
		names = append(names, s.Host)
	}
	for _, h := range e.Hosts {
		names = append(names, h.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	hosts := b.export.of(kindHost)
	taken := map[*Line]bool{}
	for _, h := range hosts {
		if name := h.text("name"); slices.Contains(names, name) {
			b.hosts[name], taken[h] = h, true
		}
	}
	for _, name := range names {
		if b.hosts[name] != nil {
			continue
		}
		i := slices.IndexFunc(hosts, func(h *Line) bool {
			return !taken[h] && slices.ContainsFunc(append(h.texts("aliases"), h.text("name")), func(s string) bool { return strings.ToLower(s) == name })
		})
		if i >= 0 {
			b.hosts[name], taken[hosts[i]] = hosts[i], true
		}
	}
}

// assign binds the pairs that fit best first; among equals the order of the
// expectation decides, then that of the export. fit says how well a line is
// what is wanted, ok whether it can be at all.
func assign[W any](b *binding, table map[string]*Line, wanted []W, lines []*Line, label func(*W) string, fit func(*W, *Line) (points int, ok bool)) {
	type pair struct {
		label  string
		line   *Line
		points int
	}
	var pairs []pair
	for i := range wanted {
		for _, l := range lines {
			if points, ok := fit(&wanted[i], l); ok {
				pairs = append(pairs, pair{label(&wanted[i]), l, points})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q pair) int { return cmp.Compare(q.points, p.points) })
	for _, p := range pairs {
		if table[p.label] == nil && b.labels[p.line] == "" {
			table[p.label], b.labels[p.line] = p.line, p.label
		}
	}
}

// bindProcesses binds what was observed first, then stubs, which their
// expected children tell apart, then whatever is left.
func (b *binding) bindProcesses(wanted []WantProcess) {
	lines := b.export.of(kindProcess)
	children := map[string][]string{}
	var seen, stubs []WantProcess
	for _, w := range wanted {
		if w.Parent != nil {
			children[*w.Parent] = append(children[*w.Parent], w.Label)
		}
		if w.Observed {
			seen = append(seen, w)
		} else {
			stubs = append(stubs, w)
		}
	}
	byFamily := func(w *WantProcess, l *Line) (int, bool) {
		points, ok := b.processFit(w, l)
		for _, child := range children[w.Label] {
			if c := b.processes[child]; ok && c != nil && c.text("parent") == l.Key {
				return points + pointsFamily, true
			}
		}
		return points, ok
	}
	isObserved := func(l *Line) bool { return l.flag("observed") }
	observed := slices.DeleteFunc(slices.Clone(lines), func(l *Line) bool { return !isObserved(l) })
	assign(b, b.processes, seen, observed, processLabel, b.processFit)
	assign(b, b.processes, stubs, slices.DeleteFunc(slices.Clone(lines), isObserved), processLabel, byFamily)
	assign(b, b.processes, wanted, lines, processLabel, byFamily)
}

// label is the label that a line is bound to, "" if none.
func (b *binding) label(l *Line) string { return b.labels[l] }
