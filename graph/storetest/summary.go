package storetest

import (
	"github.com/procgraph/procgraph/graph"
)

var summaryTests = []test{
	{"hosts", testHosts},
	{"stats", testStats},
}

var sourceTests = []test{
	{"by number", testSourcesNumbered},
	{"without a number, by what they say", testSourcesUnnumbered},
	{"of sessions and attempts", testSourcesOthers},
	{"unknown things", testSourcesUnknown},
}

func testHosts(s *suite) {
	s.fill()
	got, err := s.store.Hosts(s.ctx())
	s.ok(err)
	h := hosts()
	s.same("hosts", got, []graph.HostSummary{
		{Host: h[0], First: milli(1), Last: milli(500), ProcessCount: 8, StubCount: 1, SessionCount: 4, AttemptCount: 3, RootCount: 2, StandoutCount: 3},
		{Host: h[1], First: milli(3), Last: milli(4), ProcessCount: 2, RootCount: 1},
	})
	s.write(func(w graph.Writer) {
		s.ok(w.SetDirectory(s.ctx(), append(hosts(), graph.Host{Key: "h:gamma", Name: "a-source"}), users(), nil))
	})
	got, err = s.store.Hosts(s.ctx())
	s.ok(err)
	s.same("a host without a graph comes by its name too", []any{got[0].Name, got[0].ProcessCount, len(got)}, []any{"a-source", 0, 3})
}

func testStats(s *suite) {
	s.fill()
	s.write(func(w graph.Writer) { s.add(w, record("alpha", 1, "a.exe"), record("beta", 1, "a.exe")) })
	for range 2 { // the second may come from a cache
		st, err := s.store.Stats(s.ctx())
		s.ok(err)
		s.same("stats", st, graph.Stats{
			Hosts: 2, Users: 3, Sessions: 4, Processes: 10, Stubs: 1, Attempts: 3, FailedLogons: 6, Warnings: 5, Standouts: 3,
			Observations: 2, Behind: 2, First: milli(1), Last: at(900),
			Classes: []graph.WarningCount{{Class: graph.HostNameAmbiguous, Count: 1}, {Class: graph.LogClearedWarning, Count: 1},
				{Class: graph.ParentStub, Count: 1}, {Class: graph.PIDReused, Count: 1}, {Class: graph.SessionNotClosed, Count: 1}},
		})
		if len(st.Classes) > 0 {
			st.Classes[0].Count = 99 // what is returned is the caller's
		}
	}
	s.write(func(w graph.Writer) {
		s.ok(w.SetHostGraph(s.ctx(), beta, graph.HostState{Computers: []string{"beta"}}, betaGraph()))
	})
	st, err := s.store.Stats(s.ctx())
	s.ok(err)
	s.same("computers whose records are not in the graph", st.Behind, 1)
}

// sourceRecords returns the record numbers and images of the source records.
func (s *suite) sourceRecords(kind graph.Kind, key string) (got []string) {
	s.Helper()
	list, err := s.store.SourceRecords(s.ctx(), kind, key)
	s.ok(err)
	for i := range list {
		got = append(got, list[i].Computer+" "+list[i].Text(graph.Image))
	}
	return got
}

// withState writes the graph of alpha as made of the records of two spellings.
func (s *suite) withState(w graph.Writer, g graph.HostGraph) {
	s.Helper()
	s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{Computers: []string{"alpha", "alpha.example.test"}}, g))
}

func testSourcesNumbered(s *suite) {
	s.write(func(w graph.Writer) {
		mine := record("ALPHA.example.test", 77, "right.exe")
		mine.Set(graph.ProcessGUID, guid)
		conflict := record("alpha", 77, "same number.exe")
		conflict.Set(graph.ProcessGUID, "00000000-0000-0000-0000-000000000001")
		security := record("alpha", 77, "another log.exe")
		security.Log, security.EventID = "security", 4688
		ended := record("alpha", 77, "another event.exe")
		ended.EventID, ended.Event = 5, graph.ProcessEnd
		s.add(w, mine, conflict, security, ended, record("alpha", 78, "another number.exe"), record("beta", 77, "another host.exe"))
		s.withState(w, alphaGraph())
	})
	s.same("records", s.sourceRecords(graph.KindProcess, pa("powershell")), []string{"ALPHA.example.test right.exe"})
	s.same("no sources", s.sourceRecords(graph.KindProcess, pa("cmd")), nil)
}

func testSourcesUnnumbered(s *suite) {
	g := alphaGraph()
	for i := range g.Processes {
		if g.Processes[i].Key == pa("powershell") {
			g.Processes[i].Sources = []graph.Source{{Log: "sysmon", EventID: 1, File: "a.json"}, {Log: "security", EventID: 4688, File: "a.json"}}
		}
	}
	say := func(log string, event uint32, second int64, guid, pid, image string) graph.Observation {
		o := record("alpha", 0, image)
		o.Log, o.EventID, o.Time = log, event, graph.Stamp{Time: milli(second), Zone: graph.ZoneUTC}
		o.Set(graph.ProcessGUID, guid)
		o.Set(graph.ProcessPID, pid)
		return o
	}
	s.write(func(w graph.Writer) {
		s.add(w, say("sysmon", 1, 30, guid, "4321", "by guid.exe"), say("security", 4688, 30, "", "4321", "by pid.exe"),
			say("security", 4688, 3, "", "4321", "the pid before.exe"), say("security", 4688, 30, "", "43210", "another pid.exe"),
			say("sysmon", 1, 30, "00000000-0000-0000-0000-000000000001", "4321", "another guid.exe"), say("sysmon", 5, 31, guid, "4321", "not named.exe"))
		s.withState(w, g)
	})
	got := s.sourceRecords(graph.KindProcess, pa("powershell"))
	s.same("records", got, []string{"alpha by pid.exe", "alpha by guid.exe"})
}

func testSourcesOthers(s *suite) {
	g := alphaGraph()
	g.Sessions[0].Sources = []graph.Source{{Log: "security", EventID: 4624, RecordID: 5}}
	g.Attempts[0].Sources = []graph.Source{{Log: "security", EventID: 4625, RecordID: 6}}
	g.Sessions[1].Sources = []graph.Source{{Log: "security", EventID: 4624}}
	logon := record("alpha", 5, "logon")
	logon.Log, logon.EventID, logon.Event = "security", 4624, graph.Logon
	failed := record("alpha", 6, "failed")
	failed.Log, failed.EventID, failed.Event = "security", 4625, graph.LogonFailed
	remote := record("alpha", 0, "remote")
	remote.Log, remote.EventID, remote.Event, remote.Time = "security", 4624, graph.Logon, graph.Stamp{Time: milli(59), Zone: graph.ZoneUTC}
	remote.Set(graph.TargetLogonID, "0x2b")
	s.write(func(w graph.Writer) {
		s.add(w, logon, failed, remote)
		s.withState(w, g)
	})
	s.same("session", s.sourceRecords(graph.KindSession, sessionAlice), []string{"alpha logon"})
	s.same("attempt", s.sourceRecords(graph.KindLogonAttempt, "a:alpha:1"), []string{"alpha failed"})
	s.same("session without a number", s.sourceRecords(graph.KindSession, sessionRemote), []string{"alpha remote"})
}

func testSourcesUnknown(s *suite) {
	s.fill()
	for _, kind := range []graph.Kind{graph.KindProcess, graph.KindSession, graph.KindLogonAttempt} {
		_, err := s.store.SourceRecords(s.ctx(), kind, "nothing")
		s.is(err, graph.ErrNotFound)
	}
	for _, kind := range []graph.Kind{graph.KindHost, graph.KindUser, graph.KindWarning, "", "x"} {
		_, err := s.store.SourceRecords(s.ctx(), kind, alpha)
		s.is(err, graph.ErrInvalid)
	}
}
