package storetest

import (
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

var listTests = []test{
	{"sessions", testSessions},
	{"attempts", testAttempts},
	{"warnings", testWarnings},
	{"standouts", testStandouts},
	{"users", testUsers},
	{"one user", testUser},
}

func testSessions(s *suite) {
	s.fill()
	for _, tt := range []struct {
		name string
		f    graph.SessionFilter
		want []string
	}{
		{"all, by start or hint, then key", graph.SessionFilter{}, []string{sessionSystem, sessionHinted, sessionAlice, sessionRemote}},
		{"host", graph.SessionFilter{Host: beta}, nil},
		{"user", graph.SessionFilter{User: bob}, []string{sessionHinted, sessionRemote}},
		{"type", graph.SessionFilter{Type: 2}, []string{sessionAlice}},
		{"remote", graph.SessionFilter{Remote: true}, []string{sessionRemote}},
		{"source host", graph.SessionFilter{SourceHost: beta}, []string{sessionRemote}},
		{"source host and another host", graph.SessionFilter{SourceHost: beta, Host: beta}, nil},
		{"no session came from it", graph.SessionFilter{SourceHost: alpha}, nil},
		{"source address", graph.SessionFilter{SourceIP: "192.0.2.2"}, []string{sessionRemote}},
		{"a part of an address", graph.SessionFilter{SourceIP: "192.0.2"}, nil},
		{"logon ID", graph.SessionFilter{LogonID: "0x2b"}, []string{sessionRemote}},
		{"a part of a logon ID", graph.SessionFilter{LogonID: "0x2"}, nil},
		{"logon ID and another user", graph.SessionFilter{LogonID: "0x2b", User: alice}, nil},
		{"from: an unknown end leaves a session open", graph.SessionFilter{From: milli(63)}, []string{sessionHinted, sessionAlice, sessionRemote}},
		{"from after an end", graph.SessionFilter{From: milli(64)}, []string{sessionHinted, sessionAlice}},
		{"to", graph.SessionFilter{To: milli(9)}, []string{sessionHinted, sessionAlice}},
		{"all at once", graph.SessionFilter{Host: alpha, User: bob, Type: 3, Remote: true, From: at(1), To: at(100)}, []string{sessionRemote}},
	} {
		for _, size := range []int{1, 3, 100} {
			rows := pages(s, size, func(p graph.Page) (graph.List[graph.SessionRow], error) {
				list, err := s.store.Sessions(s.ctx(), tt.f, p)
				s.same(tt.name+": total and of", []int{list.Total, list.Of}, []int{len(tt.want), 4})
				return list, err
			})
			var got []string
			for _, r := range rows {
				got = append(got, r.Key)
			}
			s.same(fmt.Sprintf("%s in pages of %d", tt.name, size), got, tt.want)
		}
	}
	row, err := s.store.Session(s.ctx(), sessionRemote)
	s.ok(err)
	s.same("session", row, graph.SessionRow{LogonSession: alphaSessions()[1], HostName: "alpha.example.test", UserName: `EXAMPLE\Bob`,
		SourceHostName: "beta.example.test", ProcessCount: 1})
	row, err = s.store.Session(s.ctx(), sessionAlice)
	s.ok(err)
	s.same("processes of a session", row.ProcessCount, 5)
}

func testAttempts(s *suite) {
	s.fill()
	for _, tt := range []struct {
		name string
		f    graph.AttemptFilter
		want []string
	}{
		{"all, by time, then key", graph.AttemptFilter{}, []string{"a:alpha:2", "a:alpha:1", "a:alpha:3"}},
		{"who asked", graph.AttemptFilter{User: alice, EventID: 4648}, []string{"a:alpha:2"}},
		{"who asked or was meant", graph.AttemptFilter{User: bob}, []string{"a:alpha:2", "a:alpha:3"}},
		{"event", graph.AttemptFilter{EventID: 4625}, []string{"a:alpha:1", "a:alpha:3"}},
		{"host", graph.AttemptFilter{Host: beta}, nil},
		{"time", graph.AttemptFilter{From: milli(40), To: milli(40)}, []string{"a:alpha:1", "a:alpha:3"}},
		{"before", graph.AttemptFilter{To: milli(39)}, []string{"a:alpha:2"}},
		{"process", graph.AttemptFilter{Process: pa("powershell")}, []string{"a:alpha:2"}},
		{"another process", graph.AttemptFilter{Process: pa("whoami")}, nil},
		{"session", graph.AttemptFilter{Session: sessionAlice}, []string{"a:alpha:2"}},
	} {
		for _, size := range []int{1, 100} {
			var got []string
			for _, a := range pages(s, size, func(p graph.Page) (graph.List[graph.LogonAttempt], error) { return s.store.Attempts(s.ctx(), tt.f, p) }) {
				got = append(got, a.Key)
			}
			s.same(fmt.Sprintf("%s in pages of %d", tt.name, size), got, tt.want)
		}
	}
	list, err := s.store.Attempts(s.ctx(), graph.AttemptFilter{EventID: 4648}, graph.Page{})
	s.ok(err)
	s.same("attempt", list.Items, []graph.LogonAttempt{alphaAttempts()[1]})
	s.same("total and of", []int{list.Total, list.Of}, []int{1, 3})
}

func testWarnings(s *suite) {
	s.fill()
	fetch := func(class graph.WarningClass, about string) (got []string) {
		for _, w := range pages(s, 2, func(p graph.Page) (graph.List[graph.Warning], error) {
			return s.store.Warnings(s.ctx(), class, about, p)
		}) {
			got = append(got, string(w.Class)+" "+w.Key)
		}
		return got
	}
	s.same("all, by class and key", fetch("", ""), []string{"host-name-ambiguous w:case:1", "log-cleared w:alpha:4", "parent-stub w:alpha:1",
		"pid-reused w:alpha:3", "session-not-closed w:alpha:2"})
	s.same("of a class", fetch(graph.ParentStub, ""), []string{"parent-stub w:alpha:1"})
	s.same("about a thing", fetch("", pa("powershell")), []string{"pid-reused w:alpha:3"})
	s.same("class and thing", fetch(graph.ParentStub, pa("powershell")), nil)
	s.same("no such class", fetch("no-such-class", ""), nil)
	list, err := s.store.Warnings(s.ctx(), graph.LogClearedWarning, "", graph.Page{})
	s.ok(err)
	s.same("warning", list.Items, []graph.Warning{alphaGraph().Warnings[3]})
	s.same("total and of", []int{list.Total, list.Of}, []int{1, 5})
	counts, err := s.store.WarningClasses(s.ctx())
	s.ok(err)
	s.same("classes", len(counts), 5)
}

func testStandouts(s *suite) {
	g := company()
	b := g[beta]
	b.Standouts = []graph.Standout{
		{Rule: "z-rule", About: pb("tool"), AboutKind: graph.KindProcess, Host: beta, Time: milli(30), Severity: 3, Title: "t"},
		{Rule: "a-rule", About: pb("tool"), AboutKind: graph.KindProcess, Host: beta, Severity: 1, Title: "t"},
	}
	g[beta] = b
	s.put(g)
	fetch := func(host string, size int) (got []string) {
		for _, o := range pages(s, size, func(p graph.Page) (graph.List[graph.Standout], error) { return s.store.Standouts(s.ctx(), host, p) }) {
			got = append(got, o.Rule)
		}
		return got
	}
	want := []string{"office-starts-shell", "z-rule", "remote-logon", "encoded-command", "a-rule"}
	for size := 1; size <= 5; size++ {
		s.same(fmt.Sprintf("in pages of %d", size), fetch("", size), want)
	}
	s.same("of a host", fetch(beta, 10), []string{"z-rule", "a-rule"})
	s.same("of no host", fetch("h:nowhere", 10), nil)
	list, err := s.store.Standouts(s.ctx(), alpha, graph.Page{Limit: 1})
	s.ok(err)
	s.same("standout", list.Items, alphaGraph().Standouts[:1])
	s.same("total and of", []int{list.Total, list.Of}, []int{3, 5})
}

func testUser(s *suite) {
	_, err := s.store.User(s.ctx(), alice)
	s.is(err, graph.ErrNotFound)
	s.fill()
	all, err := graph.AllUsers(s.ctx(), s.store)
	s.ok(err)
	s.same("number of users", len(all), 4)
	for _, want := range all {
		u, err := s.store.User(s.ctx(), want.Key)
		s.ok(err)
		s.same("the user "+want.Key, u, want)
	}
	for _, key := range []string{"", "u:nobody", alpha, alice[:len(alice)-1], alice + "\x00"} {
		_, err := s.store.User(s.ctx(), key)
		s.is(err, graph.ErrNotFound)
	}
}

func testUsers(s *suite) {
	s.fill()
	for _, size := range []int{1, 2, 100} {
		rows := pages(s, size, func(p graph.Page) (graph.List[graph.UserSummary], error) {
			list, err := s.store.Users(s.ctx(), p)
			s.same("total and of", []int{list.Total, list.Of}, []int{4, 4})
			return list, err
		})
		u := users()
		s.same("users", rows, []graph.UserSummary{
			{User: u[2], ProcessCount: 2, SessionCount: 2, HostCount: 2},
			{User: u[1], ProcessCount: 5, SessionCount: 1, HostCount: 1},
			{User: u[3]},
			{User: u[0], ProcessCount: 3, SessionCount: 1, HostCount: 1},
		})
	}
}
