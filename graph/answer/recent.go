package answer

import (
	"slices"
	"sync"
)

// Recent keeps the last used values of a kind by name. It is safe for concurrent
// use, and its zero value holds nothing.
type Recent[T any] struct {
	mu      sync.Mutex
	entries []entry[T] // last used last
}

type entry[T any] struct {
	name   string
	value  T
	weight int
}

// Get returns the value kept under a name.
func (c *Recent[T]) Get(name string) (value T, ok bool) {
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

// Put keeps a value and forgets the longest unused beyond a number.
func (c *Recent[T]) Put(name string, value T, most int) { c.PutWeighed(name, value, 0, most, 0) }

// PutWeighed keeps a value that has a weight, and forgets the longest unused
// beyond a number and a weight in all. The value itself is kept whatever it weighs.
func (c *Recent[T]) PutWeighed(name string, value T, weight, most, heaviest int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = slices.DeleteFunc(c.entries, func(have entry[T]) bool { return have.name == name })
	sum := weight
	for _, have := range c.entries {
		sum += have.weight
	}
	for len(c.entries) > 0 && (len(c.entries) >= most || sum > heaviest) {
		sum -= c.entries[0].weight
		c.entries = slices.Delete(c.entries, 0, 1)
	}
	c.entries = append(c.entries, entry[T]{name, value, weight})
}
