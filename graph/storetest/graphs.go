package storetest

import (
	"fmt"
	"math/rand"
	"slices"
	"sort"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var graphTests = []test{
	{"the export holds every line in byte order", testExportOrder},
	{"the export does not depend on how it came to be", testExportOrderIndependent},
	{"a second graph replaces the first", testReplace},
	{"a random change of a graph leaves what the new one holds", testRandomChanges},
	{"a stub becomes the process in place", testStubCompleted},
	{"a removed host leaves the others", testRemoveHost},
	{"a host that changes its key", testRenamedHost},
	{"removing what is not there", testRemoveNothing},
	{"keys that are not sorted are refused", testUnsorted},
}

var directoryTests = []test{
	{"hosts and users are replaced", testDirectory},
	{"names are those of the directory now", testNamesFollow},
}

// lines is the export of graphs and directory, made without a store.
func (s *suite) lines(graphs map[string]graph.HostGraph, hosts []graph.Host, users []graph.User, warnings []graph.Warning) string {
	s.Helper()
	byKind := map[graph.Kind][]graph.Node{}
	add := func(n graph.Node) { byKind[n.NodeKind()] = append(byKind[n.NodeKind()], n) }
	for i := range hosts {
		add(&hosts[i])
	}
	for i := range users {
		add(&users[i])
	}
	for i := range warnings {
		add(&warnings[i])
	}
	for _, g := range graphs {
		for i := range g.Sessions {
			add(&g.Sessions[i])
		}
		for i := range g.Processes {
			add(&g.Processes[i])
		}
		for i := range g.Attempts {
			add(&g.Attempts[i])
		}
		for i := range g.Warnings {
			add(&g.Warnings[i])
		}
	}
	var b strings.Builder
	for _, kind := range graph.Kinds() {
		nodes := byKind[kind]
		sort.Slice(nodes, func(i, j int) bool { return nodes[i].NodeKey() < nodes[j].NodeKey() })
		for _, n := range nodes {
			line, err := graph.EncodeLine(n)
			s.ok(err)
			b.Write(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func testExportOrder(s *suite) {
	g := company()
	more := g[beta]
	for _, id := range []string{"A", "a", "B", "ä", "z", "Z", "_", "~", "\U0001F600", "\uFFFD", "z1", "z10", "z2"} {
		more.Processes = append(more.Processes, process(beta, id, "init", 9, "x.exe"))
	}
	slices.SortFunc(more.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	g[beta] = more
	s.put(g)
	s.write(func(w graph.Writer) { s.ok(w.SetDirectory(s.ctx(), hosts(), users(), caseWarnings())) })
	s.same("export", s.export(), s.lines(g, hosts(), users(), caseWarnings()))
}

func testExportOrderIndependent(s *suite) {
	s.fill()
	first := s.export()
	s.ok(s.store.Clear(s.ctx()))
	s.write(func(w graph.Writer) {
		s.ok(w.SetDirectory(s.ctx(), hosts(), users(), caseWarnings()))
		half := alphaGraph()
		half.Processes, half.Warnings = half.Processes[:4], nil
		s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{}, half))
		s.ok(w.SetHostGraph(s.ctx(), beta, graph.HostState{}, betaGraph()))
	})
	s.write(func(w graph.Writer) { s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{}, alphaGraph())) })
	s.same("export", s.export(), first)
}

func testReplace(s *suite) {
	s.fill()
	next := alphaGraph()
	next.Processes = next.Processes[2:]
	next.Processes[0].CommandLine = "changed.exe"
	next.Sessions = next.Sessions[:2]
	next.Attempts[0].Count = 6
	next.Attempts[0].TargetUser = bob
	next.Warnings = next.Warnings[1:]
	next.Warnings[0].Class = graph.RecordGap
	next.Standouts = next.Standouts[2:]
	want := map[string]graph.HostGraph{alpha: next, beta: betaGraph()}
	s.write(func(w graph.Writer) { s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{}, next)) })
	s.same("export", s.export(), s.lines(want, hosts(), users(), caseWarnings()))
	st, err := s.store.Standouts(s.ctx(), "", graph.Page{})
	s.ok(err)
	s.same("standouts", st.Items, next.Standouts)
	list, err := s.store.Attempts(s.ctx(), graph.AttemptFilter{User: alice, EventID: 4625}, graph.Page{})
	s.ok(err)
	s.same("attempts on a user who is no longer meant", len(list.Items), 0)
	s.same("search finds the new text", s.search("changed.exe", graph.ProcessFilter{}), []string{next.Processes[0].Key})
	classes, err := s.store.WarningClasses(s.ctx())
	s.ok(err)
	s.same("warning classes", classes, []graph.WarningCount{{Class: graph.HostNameAmbiguous, Count: 1}, {Class: graph.LogClearedWarning, Count: 1},
		{Class: graph.PIDReused, Count: 1}, {Class: graph.RecordGap, Count: 1}})
}

func testRandomChanges(s *suite) {
	r := rand.New(rand.NewSource(7))
	for range 12 {
		g := graph.HostGraph{}
		for i := range 40 {
			if r.Intn(3) == 0 {
				continue
			}
			parent := ""
			if n := r.Intn(40); n < i {
				parent = fmt.Sprintf("%02d", n)
			}
			p := process(alpha, fmt.Sprintf("%02d", i), parent, int64(r.Intn(5)), fmt.Sprintf("image%d.exe", r.Intn(6)))
			g.Processes = append(g.Processes, p)
		}
		s.write(func(w graph.Writer) { s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{}, g)) })
		s.same("export", s.export(), s.lines(map[string]graph.HostGraph{alpha: g}, nil, nil, nil))
		s.checkTree(g)
		for image := range 6 {
			var want []string
			for _, p := range g.Processes {
				if p.Image == fmt.Sprintf("image%d.exe", image) {
					want = append(want, p.Key)
				}
			}
			got := s.search(fmt.Sprintf("mage%d", image), graph.ProcessFilter{})
			slices.Sort(got)
			s.same("search", got, want)
		}
		if s.Failed() {
			return
		}
	}
}

// checkTree compares roots and children with those of the graph in hand.
func (s *suite) checkTree(g graph.HostGraph) {
	s.Helper()
	known := map[string]bool{}
	for _, p := range g.Processes {
		known[p.Key] = true
	}
	below := map[string][]graph.Process{}
	for _, p := range g.Processes {
		if parent := p.Parent; known[parent] {
			below[parent] = append(below[parent], p)
		} else {
			below[""] = append(below[""], p)
		}
	}
	for _, list := range below {
		slices.SortStableFunc(list, func(a, b graph.Process) int { return int((a.Start.Ticks - b.Start.Ticks) / graph.TicksPerSecond) })
	}
	want := func(parent string) []string {
		out := []string{}
		for _, p := range below[parent] {
			out = append(out, p.Key)
		}
		return out
	}
	s.same("roots", s.roots(graph.ProcessFilter{}), want(""))
	for _, p := range g.Processes {
		s.same("children of "+p.Key, s.children(p.Key, graph.ProcessFilter{}), want(p.Key))
		row, err := s.store.Process(s.ctx(), p.Key)
		s.ok(err)
		s.same("child count of "+p.Key, row.ChildCount, len(below[p.Key]))
		s.same("process "+p.Key, row.Process, p)
	}
}

func testStubCompleted(s *suite) {
	g := alphaGraph()
	s.put(map[string]graph.HostGraph{alpha: g})
	i := slices.IndexFunc(g.Processes, func(p graph.Process) bool { return p.Key == pa("explorer") })
	g.Processes[i].Observed, g.Processes[i].Start, g.Processes[i].Parent = true, milli(8), pa("userinit")
	g.Processes = append(g.Processes, process(alpha, "userinit", "", 7, `C:\Windows\System32\userinit.exe`))
	slices.SortFunc(g.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("roots", s.roots(graph.ProcessFilter{}), []string{pa("services"), pa("userinit")})
	s.same("children of the new parent", s.children(pa("userinit"), graph.ProcessFilter{}), []string{pa("explorer")})
	s.same("children of the former stub", s.children(pa("explorer"), graph.ProcessFilter{}), []string{pa("winword")})
	// A parent that was named and is there only later.
	g.Processes = slices.DeleteFunc(g.Processes, func(p graph.Process) bool { return p.Key == pa("userinit") })
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("roots without the parent", s.roots(graph.ProcessFilter{}), []string{pa("services"), pa("explorer")})
}

func testRemoveHost(s *suite) {
	s.fill()
	s.write(func(w graph.Writer) { s.ok(w.RemoveHostGraph(s.ctx(), alpha)) })
	s.same("export", s.export(), s.lines(map[string]graph.HostGraph{beta: betaGraph()}, hosts(), users(), caseWarnings()))
	s.same("search", s.search("mimik", graph.ProcessFilter{}), []string{})
	_, err := s.store.Process(s.ctx(), pa("cmd"))
	s.is(err, graph.ErrNotFound)
	_, err = s.store.Session(s.ctx(), sessionAlice)
	s.is(err, graph.ErrNotFound)
	st, err := s.store.Standouts(s.ctx(), "", graph.Page{})
	s.ok(err)
	s.same("standouts", len(st.Items), 0)
	stats, err := s.store.Stats(s.ctx())
	s.ok(err)
	s.same("processes and users left", []int{stats.Processes, stats.Stubs, stats.Users}, []int{2, 0, 1})
}

func testRenamedHost(s *suite) {
	const old = "h:alpha"
	for _, removeFirst := range []bool{true, false} {
		s.ok(s.store.Clear(s.ctx()))
		s.put(map[string]graph.HostGraph{old: alphaGraph()}) // the same node keys under the old host
		s.write(func(w graph.Writer) {
			if removeFirst {
				s.ok(w.RemoveHostGraph(s.ctx(), old))
			}
			s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{}, alphaGraph()))
			if !removeFirst {
				s.ok(w.RemoveHostGraph(s.ctx(), old))
			}
		})
		s.same(fmt.Sprintf("export, removed first: %t", removeFirst), s.export(), s.lines(map[string]graph.HostGraph{alpha: alphaGraph()}, nil, nil, nil))
		s.same("roots", s.roots(graph.ProcessFilter{}), []string{pa("services"), pa("explorer")})
	}
}

func testRemoveNothing(s *suite) {
	s.fill()
	before := s.export()
	s.write(func(w graph.Writer) { s.ok(w.RemoveHostGraph(s.ctx(), "h:nowhere")) })
	s.same("export", s.export(), before)
}

func testUnsorted(s *suite) {
	g := betaGraph()
	g.Processes[0], g.Processes[1] = g.Processes[1], g.Processes[0]
	twice := betaGraph()
	twice.Processes[1] = twice.Processes[0]
	unnamed := graph.HostGraph{Sessions: []graph.LogonSession{{Host: beta}}}
	s.write(func(w graph.Writer) {
		for _, bad := range []graph.HostGraph{g, twice, unnamed} {
			s.is(w.SetHostGraph(s.ctx(), beta, graph.HostState{}, bad), graph.ErrInvalid)
		}
	})
	s.same("export", s.export(), "")
}

func testDirectory(s *suite) {
	s.fill()
	h, u := hosts()[1:], users()
	h[0].Aliases = []string{"beta"}
	u = append(u[:1], u[2:]...)
	u[1].Name = `EXAMPLE\robert`
	w := []graph.Warning{{Key: "w:case:0", Class: graph.MachineIDSharedByHosts}, {Key: "w:case:2", Class: graph.HostNameAmbiguous}}
	s.write(func(wr graph.Writer) { s.ok(wr.SetDirectory(s.ctx(), h, u, w)) })
	s.same("export", s.export(), s.lines(company(), h, u, w))
	s.write(func(wr graph.Writer) { s.ok(wr.SetDirectory(s.ctx(), nil, nil, nil)) })
	s.same("export without a directory", s.export(), s.lines(company(), nil, nil, nil))
}

func testNamesFollow(s *suite) {
	s.put(company())
	row, err := s.store.Process(s.ctx(), pa("powershell"))
	s.ok(err)
	s.same("names before the directory", []string{row.HostName, row.UserName}, []string{"", ""})
	s.write(func(w graph.Writer) { s.ok(w.SetDirectory(s.ctx(), hosts(), users(), nil)) })
	row, err = s.store.Process(s.ctx(), pa("powershell"))
	s.ok(err)
	s.same("names", []string{row.HostName, row.UserName}, []string{"alpha.example.test", `EXAMPLE\alice`})
	u := users()
	u[1].Name, u[1].Names = `EXAMPLE\alicia`, nil
	s.write(func(w graph.Writer) { s.ok(w.SetDirectory(s.ctx(), hosts(), u, nil)) })
	row, err = s.store.Process(s.ctx(), pa("powershell"))
	s.ok(err)
	s.same("name of the user now", row.UserName, `EXAMPLE\alicia`)
	s.same("search by the new name", len(s.search("alicia", graph.ProcessFilter{})), 5)
}
