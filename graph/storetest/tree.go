package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var treeTests = []test{
	{"a row says what a table shows", testRow},
	{"roots", testRoots},
	{"children", testChildren},
	{"the order of siblings", testSiblingOrder},
	{"pages go on when the case changes", testPagesWhileChanging},
	{"ancestors", testAncestors},
	{"subtree", testSubtree},
	{"subtree of all roots", testSubtreeOfAll},
	{"a deep chain", testDeepChain},
	{"a process with thousands of children", testSupernode},
	{"unknown keys and bad cursors", testUnknownKeys},
	{"processes by GUID and PID", testFindProcesses},
}

func testRow(s *suite) {
	s.fill()
	row, err := s.store.Process(s.ctx(), pa("powershell"))
	s.ok(err)
	var shell graph.Process
	for _, p := range alphaGraph().Processes {
		if p.Key == row.Key {
			shell = p
		}
	}
	s.same("row", row, graph.ProcessRow{
		Process: shell, HostName: "alpha.example.test", UserName: `EXAMPLE\alice`, ChildCount: 2, Match: true,
		Logon: &graph.SessionBrief{Key: sessionAlice, LogonID: "0x1a", LogonType: 2, Observed: true},
		Flags: []string{"encoded-command", "office-starts-shell", "pid-reused"}, Severity: 3,
	})
	row, err = s.store.Process(s.ctx(), pa("cmd"))
	s.ok(err)
	s.same("logon", row.Logon, &graph.SessionBrief{Key: sessionRemote, LogonID: "0x2b", LogonType: 3, Observed: true,
		SourceIP: "192.0.2.2", SourceHost: "beta.example.test"})
	row, err = s.store.Process(s.ctx(), pb("tool"))
	s.ok(err)
	s.same("a row without a session", []any{row.Logon == nil, row.UserName, row.Flags, row.Severity, row.ChildCount}, []any{true, `EXAMPLE\Bob`, []string(nil), 0, 0})
}

func testRoots(s *suite) {
	s.fill()
	s.same("all", s.roots(graph.ProcessFilter{}), []string{pa("services"), pb("init"), pa("explorer")})
	s.same("of a host", s.roots(graph.ProcessFilter{Host: alpha}), []string{pa("services"), pa("explorer")})
	s.same("of an unknown host", s.roots(graph.ProcessFilter{Host: "h:nowhere"}), []string{})
	list, err := s.store.Roots(s.ctx(), graph.ProcessFilter{Host: alpha}, graph.Page{Limit: 1})
	s.ok(err)
	s.same("total and of", []int{list.Total, list.Of, len(list.Items)}, []int{9, 9, 1})
	list, err = s.store.Roots(s.ctx(), graph.ProcessFilter{}, graph.Page{})
	s.ok(err)
	s.same("total and of the case", []int{list.Total, list.Of}, []int{11, 11})
}

func testChildren(s *suite) {
	s.fill()
	list, images, err := s.store.Children(s.ctx(), pa("powershell"), graph.ProcessFilter{}, graph.Page{})
	s.ok(err)
	s.same("children", keys(list.Items), []string{pa("whoami"), pa("mimikatz")})
	s.same("totals", []int{list.Total, list.Of}, []int{2, 2})
	s.same("images", images, []graph.ImageCount{{Image: "mimikatz.exe", Count: 1}, {Image: "whoami.exe", Count: 1}})
	list, images, err = s.store.Children(s.ctx(), pa("mimikatz"), graph.ProcessFilter{}, graph.Page{})
	s.ok(err)
	s.same("of a leaf", []int{len(list.Items), list.Total, list.Of, len(images)}, []int{0, 0, 0, 0})
	s.same("under a filter of the other host", s.children(pa("powershell"), graph.ProcessFilter{Host: beta}), []string{})
}

func testSiblingOrder(s *suite) {
	g := graph.HostGraph{Processes: []graph.Process{process(alpha, "0", "", 1, "r.exe")}}
	add := func(id string, start, hint graph.Time) {
		p := process(alpha, id, "0", 0, "c.exe")
		p.Start, p.StartHint = start, hint
		g.Processes = append(g.Processes, p)
	}
	add("a", milli(50), graph.Time{})
	add("b", graph.Time{}, at(49))
	add("c", graph.Time{}, graph.Time{})
	add("d", at(50), at(1)) // the start counts, not the hint
	add("e", milli(50), graph.Time{})
	add("f", graph.Time{}, graph.Time{})
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("order", s.children(pa("0"), graph.ProcessFilter{}), []string{pa("c"), pa("f"), pa("b"), pa("d"), pa("a"), pa("e")})
	s.same("order under a filter", s.children(pa("0"), graph.ProcessFilter{Image: "c.exe"}), []string{pa("c"), pa("f"), pa("b"), pa("d"), pa("a"), pa("e")})
}

func testPagesWhileChanging(s *suite) {
	g := graph.HostGraph{Processes: []graph.Process{process(alpha, "0", "", 1, "r.exe")}}
	for i := range 9 {
		g.Processes = append(g.Processes, process(alpha, fmt.Sprint("c", i), "0", int64(10+i), "c.exe"))
	}
	for _, f := range []graph.ProcessFilter{{}, {Text: "c.exe"}} {
		s.put(map[string]graph.HostGraph{alpha: g})
		first, _, err := s.store.Children(s.ctx(), pa("0"), f, graph.Page{Limit: 4})
		s.ok(err)
		// The last one shown goes, and one comes in before it.
		h := graph.HostGraph{Processes: slices.Clone(g.Processes)}
		h.Processes = slices.DeleteFunc(h.Processes, func(p graph.Process) bool { return p.Key == pa("c3") })
		h.Processes = append(h.Processes, process(alpha, "d", "0", 11, "c.exe"))
		s.put(map[string]graph.HostGraph{alpha: h})
		rest, _, err := s.store.Children(s.ctx(), pa("0"), f, graph.Page{After: first.Next})
		s.ok(err)
		s.same("the rest", keys(rest.Items), []string{pa("c4"), pa("c5"), pa("c6"), pa("c7"), pa("c8")})
	}
}

func testAncestors(s *suite) {
	s.fill()
	chain, more, err := s.store.Ancestors(s.ctx(), pa("mimikatz"), 10)
	s.ok(err)
	s.same("chain", keys(chain), []string{pa("explorer"), pa("winword"), pa("powershell")})
	s.same("more", more, false)
	chain, more, err = s.store.Ancestors(s.ctx(), pa("mimikatz"), 2)
	s.ok(err)
	s.same("the nearest two", keys(chain), []string{pa("winword"), pa("powershell")})
	s.same("more above", more, true)
	chain, more, err = s.store.Ancestors(s.ctx(), pa("mimikatz"), 3)
	s.ok(err)
	s.same("exactly all", []any{len(chain), more}, []any{3, false})
	chain, _, err = s.store.Ancestors(s.ctx(), pa("explorer"), 10)
	s.ok(err)
	s.same("of a root", len(chain), 0)
}

// tree reads a subtree as "depth key", with a "-" for rows that do not match.
func (s *suite) tree(key string, f graph.ProcessFilter, depth, limit int) (rows []string, t graph.Subtree) {
	s.Helper()
	t, err := s.store.Subtree(s.ctx(), key, f, depth, limit)
	s.ok(err)
	names := marked(t.Rows)
	for i := range t.Rows {
		rows = append(rows, fmt.Sprintf("%d %s", t.Rows[i].Depth, names[i]))
	}
	return rows, t
}

func testSubtree(s *suite) {
	s.fill()
	all := []string{"0 " + pa("explorer"), "1 " + pa("winword"), "2 " + pa("powershell"), "3 " + pa("whoami"), "3 " + pa("mimikatz")}
	for _, tt := range []struct {
		depth, limit, rows int
		truncated          bool
	}{
		{-1, 0, 5, false}, {10, 100, 5, false}, {3, 5, 5, false}, {2, 100, 3, true}, {10, 4, 4, true}, {0, 100, 1, true}, {10, 1, 1, true},
	} {
		rows, t := s.tree(pa("explorer"), graph.ProcessFilter{}, tt.depth, tt.limit)
		s.same(fmt.Sprintf("depth %d, limit %d", tt.depth, tt.limit), rows, all[:tt.rows])
		s.same("truncated", t.Truncated, tt.truncated)
		if t.Total != 5 && !(tt.truncated && t.Total == 0) {
			s.Errorf("total %d", t.Total)
		}
	}
	rows, t := s.tree(pa("mimikatz"), graph.ProcessFilter{}, 0, 10)
	s.same("a leaf", rows, []string{"0 " + pa("mimikatz")})
	s.same("a leaf is whole", t.Truncated, false)
	rows, _ = s.tree(pa("explorer"), graph.ProcessFilter{Text: "sekurlsa"}, -1, 0)
	s.same("under a filter", rows, []string{"0 -" + pa("explorer"), "1 -" + pa("winword"), "2 -" + pa("powershell"), "3 " + pa("mimikatz")})
	rows, _ = s.tree(pa("services"), graph.ProcessFilter{Text: "sekurlsa"}, -1, 0)
	s.same("without a match the process itself stays", rows, []string{"0 -" + pa("services")})
}

func testSubtreeOfAll(s *suite) {
	s.fill()
	rows, t := s.tree("", graph.ProcessFilter{}, -1, 0)
	s.same("all", rows, []string{
		"0 " + pa("services"), "1 " + pa("svchost"), "1 " + pa("psexesvc"), "2 " + pa("cmd"),
		"0 " + pb("init"), "1 " + pb("tool"),
		"0 " + pa("explorer"), "1 " + pa("winword"), "2 " + pa("powershell"), "3 " + pa("whoami"), "3 " + pa("mimikatz")})
	s.same("total", []any{t.Total, t.Truncated}, []any{11, false})
	rows, _ = s.tree("", graph.ProcessFilter{Host: beta}, -1, 0)
	s.same("of a host", rows, []string{"0 " + pb("init"), "1 " + pb("tool")})
	rows, _ = s.tree("", graph.ProcessFilter{User: bob}, -1, 0)
	s.same("of a user", rows, []string{"0 -" + pa("services"), "1 -" + pa("psexesvc"), "2 " + pa("cmd"), "0 -" + pb("init"), "1 " + pb("tool")})
}

// deep is long enough to break whatever recurses.
const deep = 5000

func testDeepChain(s *suite) {
	g := graph.HostGraph{}
	for i := range deep {
		parent := ""
		if i > 0 {
			parent = fmt.Sprintf("%05d", i-1)
		}
		g.Processes = append(g.Processes, process(alpha, fmt.Sprintf("%05d", i), parent, int64(i+1), "chain.exe"))
	}
	g.Processes[deep-1].CommandLine = "needle"
	s.put(map[string]graph.HostGraph{alpha: g})
	last := g.Processes[deep-1].Key
	chain, more, err := s.store.Ancestors(s.ctx(), last, 400)
	s.ok(err)
	s.same("ancestors", []any{len(chain), more, chain[0].Key}, []any{400, true, g.Processes[deep-401].Key})
	chain, more, err = s.store.Ancestors(s.ctx(), last, deep)
	s.ok(err)
	s.same("all ancestors", []any{len(chain), more, chain[0].Key}, []any{deep - 1, false, g.Processes[0].Key})
	list, err := s.store.Roots(s.ctx(), graph.ProcessFilter{Text: "needle"}, graph.Page{})
	s.ok(err)
	s.same("the root is kept", []any{len(list.Items), list.Items[0].Match, list.Total}, []any{1, false, 1})
	t, err := s.store.Subtree(s.ctx(), "", graph.ProcessFilter{Text: "needle"}, -1, deep+1)
	s.ok(err)
	s.same("subtree", []any{len(t.Rows), t.Rows[deep-1].Depth, t.Truncated, t.Rows[deep-1].Match}, []any{deep, deep - 1, false, true})
}

func testSupernode(s *suite) {
	const n = 3000
	g := graph.HostGraph{Processes: []graph.Process{process(alpha, "0", "", 1, "r.exe")}}
	for i := range n {
		g.Processes = append(g.Processes, process(alpha, fmt.Sprintf("c%05d", i), "0", int64(5+i/100), fmt.Sprintf("i%d.exe", i%30)))
	}
	s.put(map[string]graph.HostGraph{alpha: g})
	var want []string
	for _, p := range g.Processes[1:] {
		want = append(want, p.Key)
	}
	var images []graph.ImageCount
	got := keys(pages(s, 700, func(p graph.Page) (graph.List[graph.ProcessRow], error) {
		list, counts, err := s.store.Children(s.ctx(), pa("0"), graph.ProcessFilter{}, p)
		images = counts
		s.same("totals", []int{list.Total, list.Of}, []int{n, n})
		return list, err
	}))
	s.same("children on all pages", got, want)
	s.same("images", []any{len(images), images[0].Count}, []any{20, 100})
	list, counts, err := s.store.Children(s.ctx(), pa("0"), graph.ProcessFilter{Image: "I7.EXE"}, graph.Page{Limit: 7})
	s.ok(err)
	s.same("filtered", []int{len(list.Items), list.Total, list.Of}, []int{7, 100, n})
	s.same("filtered images", counts, []graph.ImageCount{{Image: "i7.exe", Count: 100}})
	list, _, err = s.store.Children(s.ctx(), pa("0"), graph.ProcessFilter{}, graph.Page{Limit: 1 << 20})
	s.ok(err)
	s.same("the most on a page", len(list.Items), graph.MaxPage)

	// What is kept for the further pages is of this filter and this state of the case.
	of := func(image string, limit int) []graph.ImageCount {
		var counts []graph.ImageCount
		pages(s, limit, func(p graph.Page) (graph.List[graph.ProcessRow], error) {
			list, images, err := s.store.Children(s.ctx(), pa("0"), graph.ProcessFilter{Image: image}, p)
			if p.After != "" {
				s.same("images of a further page", images, counts)
			}
			counts = images
			return list, err
		})
		return counts
	}
	s.same("of another image", of("I8.EXE", 30), []graph.ImageCount{{Image: "i8.exe", Count: 100}})
	s.same("on several pages", of("I7.EXE", 30), []graph.ImageCount{{Image: "i7.exe", Count: 100}})
	g.Processes = g.Processes[:n-29] // without the last thirty, one of each image
	s.put(map[string]graph.HostGraph{alpha: g})
	s.same("after a change", of("I7.EXE", 30), []graph.ImageCount{{Image: "i7.exe", Count: 99}})
}

func testUnknownKeys(s *suite) {
	s.fill()
	ctx, f := s.ctx(), graph.ProcessFilter{}
	const no = "p:nothing"
	_, err := s.store.Process(ctx, no)
	s.is(err, graph.ErrNotFound)
	_, _, err = s.store.Children(ctx, no, f, graph.Page{})
	s.is(err, graph.ErrNotFound)
	_, _, err = s.store.Ancestors(ctx, no, 5)
	s.is(err, graph.ErrNotFound)
	_, err = s.store.Subtree(ctx, no, f, 5, 5)
	s.is(err, graph.ErrNotFound)
	_, err = s.store.Session(ctx, no)
	s.is(err, graph.ErrNotFound)
	for _, cursor := range []string{"x", "!!", "WzEsMl0", "bnVsbA", strings.Repeat("A", 5000)} {
		p := graph.Page{After: cursor}
		_, err = s.store.Roots(ctx, f, p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Roots(ctx, graph.ProcessFilter{Text: "exe"}, p)
		s.is(err, graph.ErrInvalid)
		_, _, err = s.store.Children(ctx, pa("services"), f, p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Search(ctx, "exe", f, p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Users(ctx, p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Sessions(ctx, graph.SessionFilter{}, p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Attempts(ctx, graph.AttemptFilter{}, p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Warnings(ctx, "", "", p)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Standouts(ctx, "", p)
		s.is(err, graph.ErrInvalid)
	}
}
