package timeline

import (
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// Scale cuts a span of ticks into parts.
type Scale struct {
	From, To int64 // both included
	Step     int64
	Parts    int
}

// CheckBuckets refuses a number of parts that cannot be meant.
func CheckBuckets(n int) error {
	if n < 1 || n > graph.MaxBuckets {
		return fmt.Errorf("%w: a span has 1 to %d parts, not %d", graph.ErrInvalid, graph.MaxBuckets, n)
	}
	return nil
}

// ScaleOf is the scale of an answer: the span of the filter where it has one, else
// that of the starts counted, first and last; 0 for none.
func ScaleOf(from, to graph.Time, first, last int64, parts int) Scale {
	s := Scale{From: first, To: last, Parts: parts}
	if from.Known() {
		s.From = from.Ticks
	}
	if to.Known() {
		s.To = to.Ticks
	}
	if s.From == 0 || s.To < s.From {
		return Scale{Step: 1, Parts: parts}
	}
	s.Step = (s.To-s.From)/int64(parts) + 1
	return s
}

// Activity is the empty answer of a scale.
func (s Scale) Activity() graph.Activity {
	a := graph.Activity{Counts: make([]int, s.Parts), Step: s.Step}
	if s.From != 0 {
		a.From, a.To = graph.Time{Ticks: s.From, Digits: digitsOf(s.From)}, graph.Time{Ticks: s.To, Digits: digitsOf(s.To)}
	}
	return a
}

// digitsOf is the number of digits that show a moment whole.
func digitsOf(ticks int64) uint8 {
	rest, digits := ticks%graph.TicksPerSecond, uint8(7)
	if rest == 0 {
		return 0
	}
	for rest%10 == 0 {
		rest, digits = rest/10, digits-1
	}
	return digits
}

// Count counts starts, in ticks; 0 is one that is not known.
func Count(starts []int64, from, to graph.Time, parts int) graph.Activity {
	var first, last int64
	for _, t := range starts {
		if t != 0 && (first == 0 || t < first) {
			first = t
		}
		last = max(last, t)
	}
	s := ScaleOf(from, to, first, last, parts)
	a := s.Activity()
	for _, t := range starts {
		switch {
		case t == 0:
			a.Timeless++
		case s.From == 0 || t < s.From || t > s.To:
			a.Outside++
		default:
			a.Counts[(t-s.From)/s.Step]++
			a.Total++
		}
	}
	return a
}
