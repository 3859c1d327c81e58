package storetest

import (
	"github.com/procgraph/procgraph/graph"
)

var bookkeepingTests = []test{
	{"facts", testFacts},
	{"file reports", testFileReports},
	{"host states", testHostStates},
	{"the version moves with every change and only then", testVersion},
	{"an empty case answers", testEmptyCase},
	{"clear leaves nothing", testClear},
}

func testFacts(s *suite) {
	s.write(func(w graph.Writer) {
		s.ok(w.SetFacts(s.ctx(), "alpha", []byte{0, 1, 255}))
		s.ok(w.SetFacts(s.ctx(), "beta", []byte("old")))
		s.ok(w.SetFacts(s.ctx(), "beta", []byte("new")))
	})
	s.write(func(w graph.Writer) {
		got, err := w.Facts(s.ctx())
		s.ok(err)
		s.same("facts", got, map[string][]byte{"alpha": {0, 1, 255}, "beta": []byte("new")})
		touched, err := w.Touched(s.ctx())
		s.ok(err)
		s.same("facts touch nothing", touched, []string(nil))
	})
}

func testFileReports(s *suite) {
	a := graph.FileReport{File: "z/a.evtx", Name: "a.evtx", Size: 10, Format: "evtx", Read: 3, Used: 2, Ignored: 1,
		Rejections: []graph.Rejection{{Record: 4, Offset: 512, Reason: "bad <b>checksum</b>"}}, First: milli(1), Last: milli(2),
		Events: []graph.EventCount{{Provider: "Sysmon", EventID: 1, Count: 2, Used: true}, {Provider: "Sysmon", EventID: 3, Count: 1}}}
	b := graph.FileReport{File: "b.json", Name: "b.json", Events: []graph.EventCount{{Provider: "Sysmon", EventID: 3, Count: 5}}}
	again := a
	again.Duplicates, again.Used = 2, 0
	s.write(func(w graph.Writer) {
		s.ok(w.AddFileReport(s.ctx(), a))
		s.ok(w.AddFileReport(s.ctx(), b))
		s.ok(w.AddFileReport(s.ctx(), again))
	})
	got, err := s.store.Files(s.ctx())
	s.ok(err)
	s.same("reports", got, []graph.FileReport{b, again})
	st, err := s.store.Stats(s.ctx())
	s.ok(err)
	s.same("number of files", st.Files, 2)
	s.same("events over all files", st.Events, []graph.EventCount{
		{Provider: "Sysmon", EventID: 3, Count: 6}, {Provider: "Sysmon", EventID: 1, Count: 2, Used: true}})
}

func testHostStates(s *suite) {
	first := graph.HostState{Computers: []string{"alpha", "alpha.example.test"}, Directory: "d1", Duplicates: 3, Rules: 7}
	second := graph.HostState{Computers: []string{"beta"}, Directory: "d2"}
	s.write(func(w graph.Writer) {
		s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{Directory: "old"}, graph.HostGraph{}))
		s.ok(w.SetHostGraph(s.ctx(), alpha, first, graph.HostGraph{}))
		s.ok(w.SetHostGraph(s.ctx(), beta, second, betaGraph()))
		got, err := w.HostDigests(s.ctx())
		s.ok(err)
		s.same("states", got, map[string]graph.HostState{alpha: first, beta: second})
		s.ok(w.RemoveHostGraph(s.ctx(), alpha))
		got, err = w.HostDigests(s.ctx())
		s.ok(err)
		s.same("states after a removal", got, map[string]graph.HostState{beta: second})
	})
}

func testVersion(s *suite) {
	a := record("alpha", 1, "a.exe")
	state := graph.HostState{Computers: []string{"alpha"}}
	steps := []struct {
		name    string
		do      func(w graph.Writer) error
		changes bool
	}{
		{"a record", func(w graph.Writer) error { _, err := w.AddObservations(s.ctx(), []graph.Observation{a}); return err }, true},
		{"the same record", func(w graph.Writer) error { _, err := w.AddObservations(s.ctx(), []graph.Observation{a}); return err }, false},
		{"a file report", func(w graph.Writer) error { return w.AddFileReport(s.ctx(), graph.FileReport{File: "a"}) }, true},
		{"a directory", func(w graph.Writer) error { return w.SetDirectory(s.ctx(), hosts(), users(), nil) }, true},
		{"the same directory", func(w graph.Writer) error { return w.SetDirectory(s.ctx(), hosts(), users(), nil) }, false},
		{"a graph", func(w graph.Writer) error { return w.SetHostGraph(s.ctx(), alpha, state, alphaGraph()) }, true},
		{"the same graph", func(w graph.Writer) error { return w.SetHostGraph(s.ctx(), alpha, state, alphaGraph()) }, false},
		{"other standouts", func(w graph.Writer) error {
			g := alphaGraph()
			g.Standouts = g.Standouts[:1]
			return w.SetHostGraph(s.ctx(), alpha, state, g)
		}, true},
		{"a removal", func(w graph.Writer) error { return w.RemoveHostGraph(s.ctx(), alpha) }, true},
	}
	for _, step := range steps {
		before := s.version()
		s.write(func(w graph.Writer) { s.ok(step.do(w)) })
		if after := s.version(); (after != before) != step.changes {
			s.Errorf("%s: version %q, then %q", step.name, before, after)
		}
	}
	before := s.version()
	s.ok(s.store.Clear(s.ctx()))
	if s.version() == before {
		s.Error("clearing does not change the version")
	}
}

func testEmptyCase(s *suite) {
	st, err := s.store.Stats(s.ctx())
	s.ok(err)
	s.same("stats", st, graph.Stats{})
	s.same("export", s.export(), "")
	s.same("roots", s.roots(graph.ProcessFilter{}), []string{})
	s.same("roots of a host", s.roots(graph.ProcessFilter{Host: alpha}), []string{})
	s.same("search", s.search("cmd", graph.ProcessFilter{}), []string{})
	tree, err := s.store.Subtree(s.ctx(), "", graph.ProcessFilter{}, -1, 0)
	s.ok(err)
	s.same("subtree", tree, graph.Subtree{})
	list, err := s.store.Hosts(s.ctx())
	s.ok(err)
	s.same("hosts", len(list), 0)
	if c := s.store.Capabilities(); c.Name == "" || c.Location == "" {
		s.Errorf("capabilities without name or location: %+v", c)
	}
}

func testClear(s *suite) {
	s.fill()
	s.write(func(w graph.Writer) {
		s.add(w, record("alpha", 1, "a.exe"))
		s.ok(w.SetFacts(s.ctx(), "alpha", []byte("f")))
		s.ok(w.AddRecordRanges(s.ctx(), []graph.RecordRange{{Computer: "alpha", Log: "sysmon", Lo: 1, Hi: 2}}))
		s.ok(w.AddFileReport(s.ctx(), graph.FileReport{File: "a"}))
	})
	s.ok(s.store.Clear(s.ctx()))
	testEmptyCase(s)
	s.write(func(w graph.Writer) {
		states, err := w.HostDigests(s.ctx())
		s.ok(err)
		facts, err := w.Facts(s.ctx())
		s.ok(err)
		touched, err := w.Touched(s.ctx())
		s.ok(err)
		ranges, err := w.RecordRanges(s.ctx(), []string{"alpha"})
		s.ok(err)
		s.same("what is left", []int{len(states), len(facts), len(touched), len(ranges), len(s.stored(w, "alpha"))}, []int{0, 0, 0, 0, 0})
	})
	s.fill()
	s.same("search after filling again", s.search("mimik", graph.ProcessFilter{}), []string{pa("mimikatz")})
}
