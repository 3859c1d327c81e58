package derive

import (
	"math"
	"runtime/debug"
	"testing"
)

// TestLimitMemory: the limit is lowered and put back, and one that the user has set stands.
func TestLimitMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	for _, c := range []struct{ before, outer, inner int64 }{
		{math.MaxInt64, resolvingLimit, writingLimit},
		{1 << 30, 1 << 30, 1 << 30},
		{8 << 30, 8 << 30, 8 << 30},
	} {
		debug.SetMemoryLimit(c.before)
		restoreOuter := limitMemory(resolvingLimit)
		if got := debug.SetMemoryLimit(-1); got != c.outer {
			t.Errorf("%d: resolving below %d, should be below %d", c.before, got, c.outer)
		}
		restoreInner := limitMemory(writingLimit)
		if got := debug.SetMemoryLimit(-1); got != c.inner {
			t.Errorf("%d: writing below %d, should be below %d", c.before, got, c.inner)
		}
		restoreInner()
		restoreOuter()
		if got := debug.SetMemoryLimit(-1); got != c.before {
			t.Errorf("%d became %d", c.before, got)
		}
	}
}
