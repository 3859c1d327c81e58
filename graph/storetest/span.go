package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// spanGraph has a process for each way in which its times may be known; the
// times are seconds of the fixtures' day.
func spanGraph() graph.HostGraph {
	var g graph.HostGraph
	add := func(id string, start, hint, end, bound int64) {
		p := process(beta, id, "", start, id+".exe")
		if hint != 0 {
			p.StartHint = at(hint)
		}
		if end != 0 {
			p.End = milli(end)
		}
		if bound != 0 {
			p.EndNotAfter = milli(bound)
		}
		p.Observed = start != 0
		g.Processes = append(g.Processes, p)
	}
	add("bounded", 10, 0, 0, 30)
	add("ended", 10, 0, 20, 0)
	add("endedFirst", 10, 0, 20, 30) // the end outranks the bound
	add("open", 10, 0, 0, 0)
	add("stub", 0, 10, 0, 0)
	add("stubBounded", 0, 10, 0, 30)
	add("stubEnded", 0, 10, 20, 0)
	add("timeless", 0, 0, 0, 0)
	add("unbegunBounded", 0, 0, 0, 30)
	add("unbegunEnded", 0, 0, 20, 0)
	return g
}

// testSpans: a process lives from its start or hint to its end or the bound of
// it, else on and on.
func testSpans(s *suite) {
	s.put(map[string]graph.HostGraph{beta: spanGraph()})
	from := func(n int64) graph.ProcessFilter { return graph.ProcessFilter{From: milli(n)} }
	for _, tt := range []struct {
		f    graph.ProcessFilter
		want string
	}{
		{graph.ProcessFilter{}, "bounded ended endedFirst open stub stubBounded stubEnded timeless unbegunBounded unbegunEnded"},
		{from(1), "bounded ended endedFirst open stub stubBounded stubEnded unbegunBounded unbegunEnded"},
		{from(20), "bounded ended endedFirst open stub stubBounded stubEnded unbegunBounded unbegunEnded"},
		{from(21), "bounded open stub stubBounded unbegunBounded"},
		{from(30), "bounded open stub stubBounded unbegunBounded"},
		{from(31), "open stub"},
		{from(1_000_000_000), "open stub"},
		{graph.ProcessFilter{To: milli(9)}, ""},
		{graph.ProcessFilter{To: at(10)}, "stub stubBounded stubEnded"}, // the others start some ms later
		{graph.ProcessFilter{To: milli(10)}, "bounded ended endedFirst open stub stubBounded stubEnded"},
		{graph.ProcessFilter{To: milli(20)}, "bounded ended endedFirst open stub stubBounded stubEnded unbegunEnded"},
		{graph.ProcessFilter{To: milli(30)}, "bounded ended endedFirst open stub stubBounded stubEnded unbegunBounded unbegunEnded"},
		{graph.ProcessFilter{From: milli(21), To: milli(25)}, "bounded open stub stubBounded"},
		{graph.ProcessFilter{From: milli(40), To: milli(50)}, "open stub"},
		{graph.ProcessFilter{From: milli(1), To: milli(9)}, ""},
	} {
		var got []string
		for _, row := range s.rows(tt.f) {
			got = append(got, row.Key[strings.LastIndexByte(row.Key, ':')+1:])
		}
		slices.Sort(got)
		s.same(fmt.Sprintf("from %s to %s", tt.f.From, tt.f.To), strings.Join(got, " "), tt.want)
	}
}
