package answer

import (
	"math"

	"github.com/procgraph/procgraph/graph"
)

// FirstKnown is the first of the times that is known, in ticks; else 0.
func FirstKnown(times ...graph.Time) int64 {
	for _, t := range times {
		if t.Known() {
			return t.Ticks
		}
	}
	return 0
}

// LastAlive is the last moment at which a process may have been alive, in ticks:
// its end or the upper bound of it, else no end (math.MaxInt64); 0 where it has no
// time at all. See graph.ProcessFilter.
func LastAlive(n *graph.Process) int64 {
	if end := FirstKnown(n.End, n.EndNotAfter); end != 0 {
		return end
	}
	return endless(n.Start, n.StartHint)
}

// LastOpen is the last moment at which a session may have been open: its end, else
// no end (math.MaxInt64: logs lose logoffs); 0 where no time is known.
func LastOpen(n *graph.LogonSession) int64 {
	if end := FirstKnown(n.End); end != 0 {
		return end
	}
	return endless(n.Start, n.StartHint)
}

func endless(begin ...graph.Time) int64 {
	if FirstKnown(begin...) == 0 {
		return 0
	}
	return math.MaxInt64
}
