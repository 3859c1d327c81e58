package neo4jstore

import "github.com/procgraph/procgraph/graph/answer"

// answers are what readers remember between calls. All of it belongs to one state
// of the case and is worked out again when the case has changed.
type answers struct {
	selections answer.Recent[*selection]
	hits       answer.Recent[*hits]
	sums       answer.Recent[any]
}

// Bounds of what is remembered: values, and of selections also the ids in them.
const (
	maxSelections  = 16
	maxSelectedIDs = 8_000_000
	maxHits        = 8
	maxSums        = 500
)

// remember returns the value of a name in the state of the case that r sees,
// computing it once. What it returns is shared: callers do not change it.
func remember[T any](r reader, name string, compute func() (T, error)) (T, error) {
	name = r.state() + " " + name
	if have, ok := r.s.answers.sums.Get(name); ok {
		return have.(T), nil
	}
	value, err := compute()
	if err == nil {
		r.s.answers.sums.Put(name, value, maxSums)
	}
	return value, err
}
