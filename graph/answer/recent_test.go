package answer

import (
	"fmt"
	"testing"
)

func TestRecentForgetsTheLongestUnused(t *testing.T) {
	var c Recent[int]
	for i := range 4 {
		c.PutWeighed(fmt.Sprint(i), i, 10, 3, 1000)
	}
	if _, ok := c.Get("0"); ok {
		t.Error("more than three are kept")
	}
	c.Get("1")                          // used again
	c.PutWeighed("4", 4, 985, 10, 1000) // leaves room for one of the others
	for name, want := range map[string]bool{"1": true, "2": false, "3": false, "4": true} {
		if _, ok := c.Get(name); ok != want {
			t.Errorf("%s is kept: %t", name, ok)
		}
	}
	c.PutWeighed("5", 5, 5000, 10, 1000)
	if v, ok := c.Get("5"); !ok || v != 5 || len(c.entries) != 1 {
		t.Error("one that is heavier than the bound is not kept alone")
	}
	c.PutWeighed("5", 6, 0, 10, 1000)
	if v, _ := c.Get("5"); v != 6 || len(c.entries) != 1 {
		t.Errorf("a value put again: %d of %d", v, len(c.entries))
	}
}
