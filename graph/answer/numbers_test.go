package answer_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

func TestCount(t *testing.T) {
	at := graph.UnixSecond
	nodes := graph.HostGraph{
		Processes: []graph.Process{
			{Key: "p:1", Observed: true, User: "u:a", Start: at(100), End: at(300), StartHint: at(1)},
			{Key: "p:2", Observed: true, Parent: "p:1", User: "u:a", StartedBy: "u:b", Start: at(200), EndNotAfter: at(900)},
			{Key: "p:3", Parent: "p:gone", StartHint: at(2)},
		},
		Sessions: []graph.LogonSession{{Key: "s:1", User: "u:a", Start: at(50), UserLogoff: at(400)}},
		Attempts: []graph.LogonAttempt{
			{Key: "a:1", EventID: 4625, Count: 3, Time: at(500), TargetUser: "u:c"},
			{Key: "a:2", EventID: 4625, Time: at(450)}, {Key: "a:3", EventID: 4648, Count: 9, User: "u:b"},
		},
		Warnings: []graph.Warning{{Key: "w:1", Class: graph.LogClearedWarning, Time: at(40)}, {Key: "w:2", Class: graph.ParentStub, About: "p:3"}},
	}
	want := &answer.Numbers{Processes: 2, Stubs: 1, Roots: 2, FailedLogons: 4,
		ProcessSpan: answer.Span{First: at(100), Last: at(300)}, Span: answer.Span{First: at(40), Last: at(500)},
		Users: map[string]*answer.UserNumbers{"u:a": {Processes: 2, Sessions: 1}, "u:b": {}, "u:c": {}}}
	if diff := cmp.Diff(want, answer.Count(&nodes)); diff != "" {
		t.Error(diff)
	}
}

func TestLastMoments(t *testing.T) {
	at := graph.UnixSecond
	for _, tt := range []struct {
		n    graph.Process
		want int64
	}{
		{graph.Process{}, 0},
		{graph.Process{Start: at(1)}, math.MaxInt64},
		{graph.Process{StartHint: at(1)}, math.MaxInt64},
		{graph.Process{Start: at(1), EndNotAfter: at(3)}, at(3).Ticks},
		{graph.Process{Start: at(1), End: at(2), EndNotAfter: at(3)}, at(2).Ticks},
		{graph.Process{EndNotAfter: at(3)}, at(3).Ticks},
	} {
		if got := answer.LastAlive(&tt.n); got != tt.want {
			t.Errorf("%+v: alive until %d, want %d", tt.n, got, tt.want)
		}
	}
	for _, tt := range []struct {
		n    graph.LogonSession
		want int64
	}{
		{graph.LogonSession{}, 0},
		{graph.LogonSession{StartHint: at(1)}, math.MaxInt64},
		{graph.LogonSession{Start: at(1), End: at(2)}, at(2).Ticks},
		{graph.LogonSession{Start: at(1), UserLogoff: at(2)}, math.MaxInt64},
	} {
		if got := answer.LastOpen(&tt.n); got != tt.want {
			t.Errorf("%+v: open until %d, want %d", tt.n, got, tt.want)
		}
	}
}

func TestUniteRanges(t *testing.T) {
	const last = math.MaxUint64
	for _, tt := range []struct{ in, want [][2]uint64 }{
		{nil, nil},
		{[][2]uint64{{5, 7}, {1, 2}}, [][2]uint64{{1, 2}, {5, 7}}},
		{[][2]uint64{{3, 4}, {1, 2}}, [][2]uint64{{1, 4}}},
		{[][2]uint64{{1, 9}, {2, 3}, {9, 12}}, [][2]uint64{{1, 12}}},
		{[][2]uint64{{0, 0}, {0, 0}}, [][2]uint64{{0, 0}}},
		{[][2]uint64{{last, last}, {0, last - 1}}, [][2]uint64{{0, last}}},
	} {
		var in []graph.RecordRange
		for _, r := range tt.in {
			in = append(in, graph.RecordRange{Lo: r[0], Hi: r[1]})
		}
		var got [][2]uint64
		for _, r := range answer.UniteRanges(in) {
			got = append(got, [2]uint64{r.Lo, r.Hi})
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.in, got, tt.want)
		}
	}
}

func TestFindKey(t *testing.T) {
	keys := []string{"", "b", "d"}
	keyAt := func(i int) string { return keys[i] }
	for key, want := range map[string]int{"": -1, "a": -1, "b": 1, "c": -1, "d": 2, "e": -1} {
		if got := answer.FindKey(len(keys), keyAt, key); got != want {
			t.Errorf("%q at %d, want %d", key, got, want)
		}
	}
}

func TestSortStandouts(t *testing.T) {
	list := []graph.Standout{{Severity: 1, Rule: "z"}, {Severity: 3, About: "b"}, {Severity: 3, About: "a"}, {Severity: 3, Time: graph.UnixSecond(1)}}
	given := slices.Clone(list)
	want := []graph.Standout{list[2], list[1], list[3], list[0]}
	if diff := cmp.Diff(want, answer.SortStandouts(list)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(given, list); diff != "" {
		t.Errorf("the list given was changed: %s", diff)
	}
}

func TestProcessText(t *testing.T) {
	n := graph.Process{Image: `C:\Ä.EXE`, CommandLine: "x\x00Y", Hashes: map[string]string{"SHA256": "FF", "MD5": "AA"}}
	if got, want := answer.ProcessText(&n), "c:\\ä.exe\nx\uFFFDy\naa\nff"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := answer.ProcessText(&graph.Process{User: "u:a"}); got != "" {
		t.Errorf("of a process without any: %q", got)
	}
}
