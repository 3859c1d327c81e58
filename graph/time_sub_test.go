package graph_test

import (
	"math"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// TestSubOfCenturies: a time of 1601 or 9999 in a broken or forged record is far
// from all others, not near some of them by overflow.
func TestSubOfCenturies(t *testing.T) {
	early, now := graph.Time{Ticks: 1}, graph.UnixSecond(1_700_000_000)
	const longest = time.Duration(math.MaxInt64 / 100 * 100)
	for _, tt := range []struct {
		a, b graph.Time
		want time.Duration
	}{
		{now, early, longest}, {early, now, -longest},
		{graph.Time{Ticks: math.MaxInt64}, early, longest},
		{graph.UnixSecond(1_700_000_001), now, time.Second}, {now, graph.UnixSecond(1_700_000_001), -time.Second},
		{now, graph.Time{}, 0}, {graph.Time{}, now, 0},
	} {
		if got := tt.a.Sub(tt.b); got != tt.want {
			t.Errorf("%d - %d: %s, want %s", tt.a.Ticks, tt.b.Ticks, got, tt.want)
		}
	}
}
