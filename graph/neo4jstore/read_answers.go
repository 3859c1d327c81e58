package neo4jstore

import (
	"slices"
	"sync"
)

// answers are what readers remember between calls. All of it belongs to one state
// of the case and is worked out again when the case has changed.
type answers struct {
	selections recent[*selection]
	hits       recent[*hits]
	sums       recent[any]
}

// Bounds of what is remembered: values, and of selections also the ids in them.
const (
	maxSelections  = 16
	maxSelectedIDs = 8_000_000
	maxHits        = 8
	maxSums        = 500
)

// recent keeps the last used values of a kind by name.
type recent[T any] struct {
	mu      sync.Mutex
	entries []entry[T] // last used last
}

type entry[T any] struct {
	name   string
	value  T
	weight int
}

func (c *recent[T]) get(name string) (value T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.entries, func(e entry[T]) bool { return e.name == name })
	if i < 0 {
		return value, false
	}
	e := c.entries[i]
	c.entries = append(slices.Delete(c.entries, i, i+1), e)
	return e.value, true
}

// put keeps a value and forgets the longest unused beyond a number and a weight.
func (c *recent[T]) put(name string, e entry[T], most, heaviest int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.name = name
	c.entries = slices.DeleteFunc(c.entries, func(have entry[T]) bool { return have.name == name })
	sum := e.weight
	for _, have := range c.entries {
		sum += have.weight
	}
	for len(c.entries) > 0 && (len(c.entries) >= most || sum > heaviest) {
		sum -= c.entries[0].weight
		c.entries = slices.Delete(c.entries, 0, 1)
	}
	c.entries = append(c.entries, e)
}

// remember returns the value of a name in the state of the case that r sees,
// computing it once. What it returns is shared: callers do not change it.
func remember[T any](r reader, name string, compute func() (T, error)) (T, error) {
	name = r.state() + " " + name
	if have, ok := r.s.answers.sums.get(name); ok {
		return have.(T), nil
	}
	value, err := compute()
	if err == nil {
		r.s.answers.sums.put(name, entry[any]{value: value}, maxSums, 0)
	}
	return value, err
}
