package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var filterTests = []test{
	{"which processes match", testMatches},
	{"which processes a time span takes", testSpans},
	{"matches keep their ancestors", testKept},
	{"bad filters", testBadFilters},
	{"many roots in pages", testManyRoots},
	{"a filter sees the case as it is now", testFilterAfterChange},
}

var searchTests = []test{
	{"what is found", testFound},
	{"best first, in pages without gaps or repeats", testSearchOrder},
	{"under a filter", testSearchFiltered},
	{"bad searches", testBadSearches},
}

func testMatches(s *suite) {
	s.fill()
	for _, tt := range []struct {
		name string
		f    graph.ProcessFilter
		want string // ids without host, sorted
	}{
		{"host", graph.ProcessFilter{Host: beta, Image: "tool.exe"}, "tool"},
		{"host only", graph.ProcessFilter{Host: beta}, "init tool"},
		{"user", graph.ProcessFilter{User: bob}, "cmd tool"},
		{"user on a host", graph.ProcessFilter{User: bob, Host: alpha}, "cmd"},
		{"session", graph.ProcessFilter{Session: sessionAlice}, "explorer mimikatz powershell whoami winword"},
		{"image without regard to case", graph.ProcessFilter{Image: "Winword.exe"}, "winword"},
		{"image is the whole base name", graph.ProcessFilter{Image: "word.exe"}, ""},
		{"observed", graph.ProcessFilter{Observed: ref(true), Host: alpha}, "cmd mimikatz powershell psexesvc services svchost whoami winword"},
		{"stubs", graph.ProcessFilter{Observed: ref(false)}, "explorer"},
		{"text in the image", graph.ProcessFilter{Text: "MIMIK"}, "mimikatz"},
		{"text in the command line", graph.ProcessFilter{Text: "-enc"}, "powershell"},
		{"text in the user", graph.ProcessFilter{Text: "example\\ALI"}, "explorer mimikatz powershell whoami winword"},
		{"text in another spelling of the user", graph.ProcessFilter{Text: "autorität"}, "psexesvc services svchost"},
		{"text in a hash", graph.ProcessFilter{Text: "788990a1b2c3d"}, "powershell"},
		{"every word", graph.ProcessFilter{Text: "alice  sekurlsa "}, "mimikatz"},
		{"not every word", graph.ProcessFilter{Text: "bob sekurlsa"}, ""},
		{"letters outside of ASCII", graph.ProcessFilter{Text: "äöü"}, "cmd"},
		{"a short word", graph.ProcessFilter{Text: "/c"}, "cmd"},
		{"a single letter", graph.ProcessFilter{Text: "§"}, ""},
		{"quotes and operators are text", graph.ProcessFilter{Text: `"echo`}, "cmd"},
		{"words of a query language are text", graph.ProcessFilter{Text: "OR"}, "explorer mimikatz powershell psexesvc services svchost whoami winword"},
		{"wildcards are text", graph.ProcessFilter{Text: "po%ll"}, ""},
		{"from: alive at or after", graph.ProcessFilter{From: milli(61), Session: sessionSystem}, "psexesvc services svchost"},
		{"from: not after its end", graph.ProcessFilter{From: milli(501), Session: sessionSystem}, "psexesvc services"},
		{"from the very end", graph.ProcessFilter{From: milli(62), User: bob, Host: alpha}, "cmd"},
		{"after the end", graph.ProcessFilter{From: milli(63), User: bob, Host: alpha}, ""},
		{"to: started before or at", graph.ProcessFilter{To: milli(3)}, "init services svchost"},
		{"a hint counts as a start", graph.ProcessFilter{From: at(10), To: at(10), Host: alpha}, "explorer services svchost"},
		{"a span", graph.ProcessFilter{From: milli(30), To: milli(31), User: alice}, "explorer powershell whoami winword"},
	} {
		got := []string{}
		for _, row := range s.rows(tt.f) {
			if row.Match {
				got = append(got, row.Key[strings.LastIndexByte(row.Key, ':')+1:])
			}
		}
		slices.Sort(got)
		if tt.name == "words of a query language are text" {
			tt.want = s.expectText("or")
		}
		s.same(tt.name, strings.Join(got, " "), tt.want)
		list, err := s.store.Roots(s.ctx(), tt.f, graph.Page{})
		s.ok(err)
		s.same(tt.name+": total", list.Total, len(got))
	}
}

// rows walks the tree under a filter from the roots down.
func (s *suite) rows(f graph.ProcessFilter) []graph.ProcessRow {
	s.Helper()
	todo := pages(s, 2, func(p graph.Page) (graph.List[graph.ProcessRow], error) { return s.store.Roots(s.ctx(), f, p) })
	var out []graph.ProcessRow
	for len(todo) > 0 {
		row := todo[0]
		out = append(out, row)
		todo = append(todo[1:], pages(s, 2, func(p graph.Page) (graph.List[graph.ProcessRow], error) {
			list, _, err := s.store.Children(s.ctx(), row.Key, f, p)
			return list, err
		})...)
	}
	return out
}

// expectText is what a text filter takes of the company, looked up the slow way.
func (s *suite) expectText(word string) string {
	names := map[string]string{}
	for _, u := range users() {
		names[u.Key] = strings.Join(append([]string{u.SID, u.Name}, u.Names...), "\n")
	}
	var out []string
	for _, g := range company() {
		for _, p := range g.Processes {
			text := p.Image + "\n" + p.CommandLine + "\n" + names[p.User]
			for _, h := range p.Hashes {
				text += "\n" + h
			}
			if strings.Contains(strings.ToLower(text), word) {
				out = append(out, p.Key[strings.LastIndexByte(p.Key, ':')+1:])
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func testKept(s *suite) {
	s.fill()
	f := graph.ProcessFilter{Text: "whoami"}
	s.same("roots", s.roots(f), []string{"-" + pa("explorer")})
	s.same("middle", s.children(pa("winword"), f), []string{"-" + pa("powershell")})
	s.same("match", s.children(pa("powershell"), f), []string{pa("whoami")})
	s.same("another branch", s.children(pa("services"), f), []string{})
	list, images, err := s.store.Children(s.ctx(), pa("powershell"), f, graph.Page{})
	s.ok(err)
	s.same("shown of all", []int{list.Total, list.Of}, []int{1, 2})
	s.same("images shown", images, []graph.ImageCount{{Image: "whoami.exe", Count: 1}})
	s.same("child count is unfiltered", s.rows(f)[2].ChildCount, 2)
	roots, err := s.store.Roots(s.ctx(), f, graph.Page{})
	s.ok(err)
	s.same("matching of all", []int{roots.Total, roots.Of}, []int{1, 11})
	roots, err = s.store.Roots(s.ctx(), graph.ProcessFilter{Host: beta, User: bob}, graph.Page{})
	s.ok(err)
	s.same("matching of the host's", []int{roots.Total, roots.Of}, []int{1, 2})
}

func testBadFilters(s *suite) {
	s.fill()
	for _, f := range []graph.ProcessFilter{
		{From: at(2), To: at(1)}, {Text: strings.Repeat("x", 100_000)}, {Text: strings.Repeat("x ", 500)},
	} {
		_, err := s.store.Roots(s.ctx(), f, graph.Page{})
		s.is(err, graph.ErrInvalid)
		_, _, err = s.store.Children(s.ctx(), pa("services"), f, graph.Page{})
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Subtree(s.ctx(), "", f, 1, 1)
		s.is(err, graph.ErrInvalid)
		_, err = s.store.Search(s.ctx(), "exe", f, graph.Page{})
		s.is(err, graph.ErrInvalid)
	}
	_, err := s.store.Sessions(s.ctx(), graph.SessionFilter{From: at(2), To: at(1)}, graph.Page{})
	s.is(err, graph.ErrInvalid)
	_, err = s.store.Attempts(s.ctx(), graph.AttemptFilter{From: at(2), To: at(1)}, graph.Page{})
	s.is(err, graph.ErrInvalid)
}

func testManyRoots(s *suite) {
	g := map[string]graph.HostGraph{}
	want := map[string][]string{}
	for _, host := range []string{alpha, beta} {
		var list []graph.Process
		for i := range 60 {
			root := process(host, fmt.Sprintf("r%03d", i), "", int64(1+i%7), "root.exe")
			child := process(host, fmt.Sprintf("t%03d", i), fmt.Sprintf("r%03d", i), 90, []string{"odd.exe", "even.exe"}[i%2])
			list = append(list, root, child)
			want[host] = append(want[host], root.Key)
		}
		slices.SortFunc(list, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
		g[host] = graph.HostGraph{Processes: list}
	}
	s.put(g)
	for _, f := range []graph.ProcessFilter{{}, {Host: alpha}, {Image: "odd.exe"}, {Image: "even.exe", Host: beta}} {
		for _, size := range []int{1, 7, 1000} {
			got := keys(pages(s, size, func(p graph.Page) (graph.List[graph.ProcessRow], error) { return s.store.Roots(s.ctx(), f, p) }))
			n := 120
			if f.Host != "" {
				n /= 2
			}
			if f.Image != "" {
				n /= 2
			}
			slices.Sort(got)
			s.same(fmt.Sprintf("number of roots in pages of %d", size), []int{len(got), len(slices.Compact(got))}, []int{n, n})
		}
	}
}

func testFilterAfterChange(s *suite) {
	s.fill()
	f := graph.ProcessFilter{Text: "fresh.exe"}
	s.same("before", s.roots(f), []string{})
	s.same("found before", s.search("fresh.exe", graph.ProcessFilter{}), []string{})
	g := betaGraph()
	g.Processes = append(g.Processes, process(beta, "zz", "tool", 9, `C:\fresh.exe`))
	s.put(map[string]graph.HostGraph{beta: g})
	s.same("after", s.roots(f), []string{"-" + pb("init")})
	s.same("found after", s.search("fresh.exe", graph.ProcessFilter{}), []string{pb("zz")})
}

func testFound(s *suite) {
	s.fill()
	for text, want := range map[string][]string{
		"mimik":                           {pa("mimikatz")},
		"-ENC":                            {pa("powershell")},
		"a1b2c3":                          {pa("powershell")}, // inside a hash
		"SQBFAFgA":                        {pa("powershell")},
		guid:                              {pa("powershell")},
		"{" + strings.ToUpper(guid) + "}": {pa("powershell")},
		"4321":                            {pa("powershell")}, // the PID
		"432":                             {},
		"bob":                             {pb("tool"), pa("cmd")},
		"whoami alice":                    {pa("whoami")},
		`\"`:                              {},
		"*":                               {},
		"svchost* OR":                     {},
		"NEAR(powershell -enc)":           {},
		"":                                {},
		"   ":                             {},
		"nothing like it":                 {},
		"ö":                               {pa("cmd")},
		"sekurlsa::logon":                 {pa("mimikatz")},
		`c:\users\alice\mimi`:             {pa("mimikatz")},
		strings.Repeat("ab", 16):          {pa("powershell")},
		strings.Repeat("ab", 33):          {},
	} {
		s.same("search "+text, s.search(text, graph.ProcessFilter{}), want)
	}
	list, err := s.store.Search(s.ctx(), "bob", graph.ProcessFilter{}, graph.Page{Limit: 1})
	s.ok(err)
	s.same("totals", []int{list.Total, list.Of, len(list.Items)}, []int{2, 11, 1})
}

func testSearchOrder(s *suite) {
	g := graph.HostGraph{}
	add := func(id string, start int64, image, line string) {
		p := process(alpha, id, "", start, image)
		p.CommandLine = line
		g.Processes = append(g.Processes, p)
	}
	add("a", 1, `C:\other.exe`, "runs cmd")
	add("b", 2, `C:\xcmd.exe`, "")
	add("c", 3, `C:\cmdkey.exe`, "")
	add("d", 5, `C:\CMD.exe`, "")
	add("e", 4, `C:\cmd.exe`, "")
	add("f", 4, `C:\cmd.exe`, "")
	add("g", 0, `C:\cmd\else.exe`, "")
	s.put(map[string]graph.HostGraph{alpha: g})
	want := []string{pa("e"), pa("f"), pa("d"), pa("c"), pa("b"), pa("g"), pa("a")}
	for size := 1; size <= 8; size++ {
		got := keys(pages(s, size, func(p graph.Page) (graph.List[graph.ProcessRow], error) {
			return s.store.Search(s.ctx(), "cmd", graph.ProcessFilter{}, p)
		}))
		s.same(fmt.Sprintf("in pages of %d", size), got, want)
	}
}

func testSearchFiltered(s *suite) {
	s.fill()
	s.same("host", s.search("exe", graph.ProcessFilter{Host: beta}), []string{pb("init"), pb("tool")})
	s.same("user and time", s.search("exe", graph.ProcessFilter{User: alice, From: milli(31), To: milli(31)}), []string{pa("explorer"), pa("winword"), pa("powershell"), pa("whoami")})
	list, err := s.store.Search(s.ctx(), "exe", graph.ProcessFilter{Host: beta}, graph.Page{})
	s.ok(err)
	s.same("of the host's", []int{list.Total, list.Of}, []int{2, 2})
}

func testBadSearches(s *suite) {
	for _, text := range []string{strings.Repeat("x", 100_000), strings.Repeat("x ", 500)} {
		_, err := s.store.Search(s.ctx(), text, graph.ProcessFilter{}, graph.Page{})
		s.is(err, graph.ErrInvalid)
	}
}
