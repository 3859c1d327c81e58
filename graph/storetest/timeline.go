package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var timelineTests = []test{
	{"activity", testActivity},
	{"timeline", testTimeline},
	{"timeline of many at one moment", testTimelineLevel},
}

func testActivity(s *suite) {
	s.fill()
	count := func(f graph.ProcessFilter, buckets int) graph.Activity {
		s.Helper()
		a, err := s.store.Activity(s.ctx(), f, buckets)
		s.ok(err)
		return a
	}
	// alpha starts at 1 2 10(hint) 20 30 31 32 60 61, beta at 3 4.
	a := count(graph.ProcessFilter{}, 2)
	s.same("counts", a.Counts, []int{8, 3})
	s.same("from and to", []string{a.From.String(), a.To.String()}, []string{milli(1).String(), milli(61).String()})
	s.same("numbers", []int{a.Total, a.Outside, a.Timeless}, []int{11, 0, 0})
	a = count(graph.ProcessFilter{Host: beta}, 1)
	s.same("of a host", a.Counts, []int{2})
	a = count(graph.ProcessFilter{Host: alpha, From: at(20), To: at(39)}, 4)
	s.same("of a span", a.Counts, []int{1, 0, 3, 0})
	s.same("the span", []graph.Time{a.From, a.To}, []graph.Time{at(20), at(39)})
	s.same("parts", a.Step, int64(19*graph.TicksPerSecond/4+1))
	s.same("began before it", []int{a.Total, a.Outside}, []int{4, 3})
	a = count(graph.ProcessFilter{Text: "mimikatz"}, 3)
	s.same("one process", []int{a.Total, a.Counts[0]}, []int{1, 1})
	a = count(graph.ProcessFilter{Text: "nothing-has-this"}, 3)
	s.same("none", []int{a.Total, a.Outside, a.Timeless, len(a.Counts)}, []int{0, 0, 0, 3})
	s.same("no span", a.From.Known(), false)
	for _, n := range []int{0, -1, graph.MaxBuckets + 1} {
		_, err := s.store.Activity(s.ctx(), graph.ProcessFilter{}, n)
		s.is(err, graph.ErrInvalid)
	}
	_, err := s.store.Activity(s.ctx(), graph.ProcessFilter{From: at(2), To: at(1)}, 1)
	s.is(err, graph.ErrInvalid)
}

// told are the events in short: "second kind name".
func told(events []graph.TimelineEvent) (out []string) {
	for _, e := range events {
		key := ""
		if e.Process != nil {
			key = e.Process.Key
		} else {
			key = e.Session.Key
		}
		out = append(out, fmt.Sprint((e.Time.Ticks-at(0).Ticks)/graph.TicksPerSecond, " ", e.Event, " ", key[strings.LastIndexByte(key, ':')+1:]))
	}
	return out
}

// play reads a timeline to its end.
func (s *suite) play(f graph.ProcessFilter, p graph.TimelinePage) []string {
	s.Helper()
	var all []string
	for n := 0; ; n++ {
		t, err := s.store.Timeline(s.ctx(), f, p)
		s.ok(err)
		if len(t.Items) > p.Limit || n > 1000 || t.More && len(t.Items) == 0 {
			s.Fatalf("page %d of %d events", n, len(t.Items))
		}
		part := told(t.Items)
		if p.Before != "" {
			all = append(part, all...)
		} else {
			all = append(all, part...)
		}
		if !t.More {
			return all
		}
		if p.Before != "" {
			p.Before = t.Items[0].Cursor
		} else {
			p.After, p.At = t.Items[len(t.Items)-1].Cursor, graph.Time{}
		}
	}
}

func testTimeline(s *suite) {
	graphs := company()
	a := graphs[alpha]
	for i := range a.Processes {
		switch p := &a.Processes[i]; p.Key {
		case pa("mimikatz"): // at the same moment as whoami, with a smaller record number
			p.Start = milli(31)
			p.Sources = []graph.Source{{Log: "sysmon", EventID: 1, RecordID: 70, File: "a.evtx"}}
		case pa("whoami"):
			p.Sources = []graph.Source{{Log: "sysmon", EventID: 1, RecordID: 71, File: "a.evtx"}}
			p.EndNotAfter = milli(33) // a bound is no event
		}
	}
	s.put(graphs)
	s.write(func(w graph.Writer) { s.ok(w.SetDirectory(s.ctx(), hosts(), users(), caseWarnings())) })
	all := []string{
		"1 process-start services", "2 process-start svchost", "3 process-start init", "4 process-start tool", "9 session-start 0x1a@1",
		"20 process-start winword", "30 process-start powershell", "31 process-start mimikatz", "31 process-start whoami",
		"59 session-start 0x2b@2", "60 process-start psexesvc", "61 process-start cmd", "62 process-end cmd", "63 session-end 0x2b@2", "500 process-end svchost",
	}
	for _, size := range []int{1, 2, 4, 100} {
		s.same(fmt.Sprintf("all in pages of %d", size), s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: size}), all)
		s.same(fmt.Sprintf("from a moment in pages of %d", size), s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: size, At: milli(31)}), all[7:])
		s.same("after the end", s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: size, At: at(501)}), nil)
		s.same("in a span", s.play(graph.ProcessFilter{From: milli(9), To: milli(31)}, graph.TimelinePage{Limit: size}), all[4:9])
		s.same("of a host", s.play(graph.ProcessFilter{Host: beta}, graph.TimelinePage{Limit: size}), all[2:4])
		s.same("of a session", s.play(graph.ProcessFilter{Session: sessionRemote}, graph.TimelinePage{Limit: size}), []string{all[9], all[11], all[12], all[13]})
		s.same("of a user", s.play(graph.ProcessFilter{User: bob}, graph.TimelinePage{Limit: size}), []string{all[3], all[9], all[11], all[12], all[13]})
		s.same("of an image", s.play(graph.ProcessFilter{Image: "cmd.exe"}, graph.TimelinePage{Limit: size}), []string{all[11], all[12]})
	}
	t, err := s.store.Timeline(s.ctx(), graph.ProcessFilter{}, graph.TimelinePage{})
	s.ok(err)
	s.same("a page without a limit", told(t.Items), all)
	for i := range t.Items {
		for _, size := range []int{1, 3, 100} {
			s.same(fmt.Sprintf("before event %d", i), s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: size, Before: t.Items[i].Cursor}), all[:i])
		}
	}
	for _, size := range []int{4, 100} {
		s.same("back from the end", s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: size, Before: graph.TimelineEnd}), all)
	}
	s.same("in a span, back", s.play(graph.ProcessFilter{From: at(9), To: at(60)}, graph.TimelinePage{Limit: 2, Before: t.Items[14].Cursor}), all[4:10])
	row := t.Items[6]
	s.same("its process", []any{row.Process.HostName, row.Process.UserName, row.Process.ChildCount, row.Process.Match, row.Process.Logon.LogonType},
		[]any{"alpha.example.test", `EXAMPLE\alice`, 2, true, 2})
	s.same("its record", row.Source, &graph.Source{Log: "sysmon", EventID: 1, RecordID: 77, File: "a.evtx"})
	s.same("its session", []any{t.Items[13].Session.SourceHostName, t.Items[13].Session.ProcessCount}, []any{"beta.example.test", 1})
	for _, p := range []graph.TimelinePage{{After: "x"}, {Before: "!"}, {After: t.Items[1].Cursor, Before: t.Items[2].Cursor}} {
		_, err := s.store.Timeline(s.ctx(), graph.ProcessFilter{}, p)
		s.is(err, graph.ErrInvalid)
	}
}

// testTimelineLevel: logs with times of whole seconds have hundreds of events at one.
func testTimelineLevel(s *suite) {
	var g graph.HostGraph
	var want []string
	for i := range 400 {
		p := process(beta, fmt.Sprintf("n%03d", i), "", 0, "a.exe")
		p.Start = at(int64(5 + i/300))
		p.End = at(int64(6 + i/300))
		g.Processes = append(g.Processes, p)
	}
	add := func(second int, kind string, from, to int) {
		for i := from; i < to; i++ {
			want = append(want, fmt.Sprintf("%d process-%s n%03d", second, kind, i))
		}
	}
	add(5, "start", 0, 300)
	add(6, "start", 300, 400)
	add(6, "end", 0, 300)
	add(7, "end", 300, 400)
	s.put(map[string]graph.HostGraph{beta: g})
	got := s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: 60})
	if !slices.Equal(got, want) {
		s.same("level events", got, want)
	}
	last, err := s.store.Timeline(s.ctx(), graph.ProcessFilter{}, graph.TimelinePage{At: at(7), Limit: 1000})
	s.ok(err)
	got = s.play(graph.ProcessFilter{}, graph.TimelinePage{Limit: 70, Before: last.Items[99].Cursor})
	if !slices.Equal(got, want[:799]) {
		s.same("level events, back", got, want[:799])
	}
}
