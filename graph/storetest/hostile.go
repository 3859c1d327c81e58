package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var hostileTests = []test{
	{"text from logs is data", testHostileText},
	{"keys are data", testHostileKeys},
	{"very long values", testLongValues},
	{"a cycle does not hang", testCycle},
}

// hostile are texts that break what treats them as anything but text.
var hostile = []string{
	`'; DROP TABLE process; --`, `" OR 1=1 //`, `{}[]()<>$%&*?`, `<script>alert(1)</script>`, "tab\tnew\nline\r\n", "nul\x00inside",
	"\u202Eexe.tpircs", "\x1b[31mred", `\\?\C:\x`, "\U0001F600", "\u2028\u2029", strings.Repeat(`\`, 40), "`backtick`", "$param", "%s%n", "é and e\u0301", "\u0130stanbul", "ẞ",
}

func testHostileText(s *suite) {
	g := graph.HostGraph{}
	for i, text := range hostile {
		p := process(alpha, fmt.Sprintf("%02d", i), "", int64(i+1), `C:\`+text)
		p.CommandLine, p.Description, p.Hashes = text, text, map[string]string{text: text}
		g.Processes = append(g.Processes, p)
		g.Warnings = append(g.Warnings, graph.Warning{Key: fmt.Sprintf("w%02d", i), Class: graph.UnsafeTextWarning, About: p.Key, Detail: text})
	}
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("export", s.export(), s.lines(map[string]graph.HostGraph{alpha: g}, nil, nil, nil))
	for i, text := range hostile {
		row, err := s.store.Process(s.ctx(), g.Processes[i].Key)
		s.ok(err)
		s.same("process", row.Process, g.Processes[i])
		want := s.holding(g.Processes, text)
		got := s.search(text, graph.ProcessFilter{})
		slices.Sort(got)
		s.same(fmt.Sprintf("search %q", text), got, want)
		if strings.TrimSpace(text) == "" {
			want = hostile // a text without words has no condition
		}
		s.same(fmt.Sprintf("filter %q", text), len(s.rows(graph.ProcessFilter{Text: text})), len(want))
	}
	o := record("alpha", 1, "a.exe")
	for i, text := range hostile {
		o.Set(graph.Field(i+1), text)
	}
	o.Log, o.File = hostile[0], hostile[1]
	s.write(func(w graph.Writer) {
		s.add(w, o)
		s.same("record", s.stored(w, "alpha"), []graph.StoredObservation{{Observation: o, ID: graph.ObservationID(&o)}})
	})
}

// holding finds the processes that hold every word of a text.
func (s *suite) holding(list []graph.Process, text string) (keys []string) {
	for _, p := range list {
		all := strings.ToLower(p.Image + "\n" + p.CommandLine)
		missing := func(word string) bool { return !strings.Contains(all, word) }
		if words := strings.Fields(strings.ToLower(text)); len(words) > 0 && !slices.ContainsFunc(words, missing) {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

func testHostileKeys(s *suite) {
	g := graph.HostGraph{}
	for i, text := range hostile {
		p := graph.Process{Key: text, Host: alpha, Observed: true, Start: milli(int64(i + 1)), Session: text}
		if i > 0 {
			p.Parent = hostile[0]
		}
		g.Processes = append(g.Processes, p)
		g.Sessions = append(g.Sessions, graph.LogonSession{Key: text, Host: alpha, User: text})
		g.Warnings = append(g.Warnings, graph.Warning{Key: text, Class: graph.UnsafeTextWarning, About: text})
	}
	slices.SortFunc(g.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(g.Sessions, func(a, b graph.LogonSession) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(g.Warnings, func(a, b graph.Warning) int { return strings.Compare(a.Key, b.Key) })
	host := hostile[2]
	s.put(map[string]graph.HostGraph{host: g})
	s.put(map[string]graph.HostGraph{host: g})
	s.same("export", s.export(), s.lines(map[string]graph.HostGraph{host: g}, nil, nil, nil))
	s.same("children", len(s.children(hostile[0], graph.ProcessFilter{})), len(hostile)-1)
	for _, text := range hostile {
		row, err := s.store.Process(s.ctx(), text)
		s.ok(err)
		s.same("flags of "+text, row.Flags, []string{"unsafe-text"})
		if row.Logon == nil || row.Logon.Key != text {
			s.Errorf("%q: logon %+v", text, row.Logon)
		}
		s.same("filter by session", len(s.rows(graph.ProcessFilter{Session: text})), map[bool]int{true: 1, false: 2}[text == hostile[0]])
		list, err := s.store.Sessions(s.ctx(), graph.SessionFilter{User: text, Host: host}, graph.Page{})
		s.ok(err)
		s.same("sessions of "+text, list.Total, 1)
		s.same("no such user", s.roots(graph.ProcessFilter{User: text}), []string{})
	}
	got := s.rows(graph.ProcessFilter{Host: host})
	s.same("rows of the host", len(got), len(hostile))
}

func testLongValues(s *suite) {
	p := process(alpha, "long", "", 1, strings.Repeat("directory\\", 5000)+"x.exe")
	p.CommandLine = strings.Repeat("argument ", 200_000) + "needle"
	g := graph.HostGraph{Processes: []graph.Process{p}}
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("search", s.search("needle", graph.ProcessFilter{}), []string{p.Key})
	s.same("export", s.export() == s.lines(map[string]graph.HostGraph{alpha: g}, nil, nil, nil), true)
	o := record("alpha", 1, strings.Repeat("x", 1<<20))
	s.write(func(w graph.Writer) {
		s.add(w, o)
		s.same("record", len(s.stored(w, "alpha")[0].Text(graph.Image)), 1<<20)
	})
}

func testCycle(s *suite) {
	g := graph.HostGraph{Processes: []graph.Process{
		process(alpha, "a", "b", 1, "a.exe"), process(alpha, "b", "a", 2, "b.exe"), process(alpha, "c", "c", 3, "c.exe"),
	}}
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("roots under a filter", s.roots(graph.ProcessFilter{Text: "exe"}), []string{})
	chain, more, err := s.store.Ancestors(s.ctx(), pa("a"), 50)
	s.ok(err)
	s.same("ancestors are cut", []any{len(chain) <= 50, more || len(chain) <= 2}, []any{true, true})
	t, err := s.store.Subtree(s.ctx(), pa("c"), graph.ProcessFilter{}, -1, 50)
	s.ok(err)
	if len(t.Rows) > 50 {
		s.Errorf("%d rows", len(t.Rows))
	}
}
