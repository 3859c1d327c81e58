package timeline_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/timeline"
)

func TestCount(t *testing.T) {
	at := func(n int64) graph.Time { return graph.Time{Ticks: n} }
	for _, tt := range []struct {
		name                     string
		starts                   []int64
		from, to                 graph.Time
		parts                    int
		counts                   []int
		total, outside, timeless int
		first, last              int64
	}{
		{"none", nil, graph.Time{}, graph.Time{}, 2, []int{0, 0}, 0, 0, 0, 0, 0},
		{"only unknown ones", []int64{0, 0}, graph.Time{}, graph.Time{}, 2, []int{0, 0}, 0, 0, 2, 0, 0},
		{"one", []int64{7}, graph.Time{}, graph.Time{}, 3, []int{1, 0, 0}, 1, 0, 0, 7, 7},
		{"first and last are in", []int64{10, 19, 0, 15}, graph.Time{}, graph.Time{}, 5, []int{1, 0, 1, 0, 1}, 3, 0, 1, 10, 19},
		{"a span", []int64{9, 10, 19, 20, 0}, at(10), at(19), 2, []int{1, 1}, 2, 2, 1, 10, 19},
		{"from only", []int64{9, 10, 30}, at(10), graph.Time{}, 2, []int{1, 1}, 2, 1, 0, 10, 30},
		{"a span behind all", []int64{1, 2}, at(10), graph.Time{}, 2, []int{0, 0}, 0, 2, 0, 0, 0},
		{"more parts than moments", []int64{1, 2}, graph.Time{}, graph.Time{}, 4, []int{1, 1, 0, 0}, 2, 0, 0, 1, 2},
	} {
		a := timeline.Count(tt.starts, tt.from, tt.to, tt.parts)
		got := fmt.Sprint(a.Counts, a.Total, a.Outside, a.Timeless, a.From.Ticks, a.To.Ticks)
		want := fmt.Sprint(tt.counts, tt.total, tt.outside, tt.timeless, tt.first, tt.last)
		if got != want {
			t.Errorf("%s: got %s, want %s", tt.name, got, want)
		}
		if a.Step < 1 {
			t.Errorf("%s: a step of %d", tt.name, a.Step)
		}
	}
	whole := graph.UnixSecond(10)
	if a := timeline.Count([]int64{whole.Ticks + 1_230_000}, whole, graph.Time{}, 1); a.From.String() != whole.String() || a.To.String() != "1970-01-01T00:00:10.123Z" {
		t.Errorf("the span reads %s to %s", a.From, a.To)
	}
}

func TestCheckBuckets(t *testing.T) {
	for n, good := range map[int]bool{-1: false, 0: false, 1: true, graph.MaxBuckets: true, graph.MaxBuckets + 1: false} {
		if err := timeline.CheckBuckets(n); (err == nil) != good || err != nil && !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// TestNearest compares what is kept with a plain sort: whole up to the bound.
func TestNearest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		spread := []int64{1, 3, 50, 10_000}[round%4]
		n, back := 1+random.IntN(20), round%2 == 1
		edge := 1 + random.Int64N(spread)
		var all []timeline.Moment
		for i := range random.IntN(800) {
			all = append(all, timeline.Moment{Ticks: 1 + random.Int64N(spread), ID: int64(i), Session: i%3 == 0})
		}
		k := timeline.NewNearest(edge, back, n)
		for _, m := range all {
			k.Offer(m)
		}
		k.Offer(timeline.Moment{})
		k.Offer(timeline.Moment{Ticks: math.MaxInt64})
		list, next, more := k.Take()
		var want []timeline.Moment
		beyond := 0
		for _, m := range all {
			switch {
			case !back && m.Ticks < edge, back && m.Ticks > edge:
			case more && (!back && m.Ticks >= next || back && m.Ticks <= next):
				beyond++
			default:
				want = append(want, m)
			}
		}
		byID := func(a, b timeline.Moment) int { return int(a.ID - b.ID) }
		slices.SortFunc(list, byID)
		if d := cmp.Diff(want, list); d != "" {
			t.Fatalf("round %d (n %d, edge %d, back %t, next %d): %s", round, n, edge, back, next, d)
		}
		if more && (beyond == 0 || len(list) < n) {
			t.Errorf("round %d: %d are kept of at least %d, %d are said to be beyond", round, len(list), n, beyond)
		}
	}
}

func TestNearestClosed(t *testing.T) {
	k := timeline.NewNearest(1, false, 10)
	for i := range int64(5) {
		k.Offer(timeline.Moment{Ticks: i + 1})
	}
	k.Close(4)
	k.Offer(timeline.Moment{Ticks: 2, ID: 9})
	k.Offer(timeline.Moment{Ticks: 9, ID: 9})
	k.Close(8) // farther: changes nothing
	list, next, more := k.Take()
	if len(list) != 4 || next != 4 || !more {
		t.Errorf("%v, %d, %t", list, next, more)
	}
	k = timeline.NewNearest(9, true, 10)
	k.Offer(timeline.Moment{Ticks: 5})
	k.Offer(timeline.Moment{Ticks: 3})
	k.Close(4)
	if list, next, more := k.Take(); len(list) != 1 || next != 4 || !more {
		t.Errorf("back: %v, %d, %t", list, next, more)
	}
}

func TestCheckRefuses(t *testing.T) {
	for _, p := range []graph.TimelinePage{{After: "x"}, {Before: "x"}, {After: graph.TimelineEnd}, {After: "WzFd", Before: "WzFd"}, {After: "WzFd"}} {
		if _, err := timeline.Check(graph.ProcessFilter{}, p); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	early, late := graph.UnixSecond(1), graph.UnixSecond(2)
	if _, err := timeline.Check(graph.ProcessFilter{From: late, To: early}, graph.TimelinePage{}); !errors.Is(err, graph.ErrInvalid) {
		t.Error(err)
	}
}
