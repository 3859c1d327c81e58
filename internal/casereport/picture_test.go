package casereport

import "testing"

// TestElapsed: no time is finer than its records.
func TestElapsed(t *testing.T) {
	for _, c := range []struct {
		ms                        int64
		wholeSeconds, approximate bool
		want                      string
	}{
		{20, false, false, "+20 ms"},
		{-20, false, false, "-20 ms"},
		{1540, false, true, "≈ +1.5s"},
		{-90_000, false, false, "-1m30s"},
		{20, true, false, "< 1s"},
		{-999, true, false, "< 1s"},
		{2600, true, true, "≈ +3s"},
		{-90_000, true, false, "-1m30s"},
	} {
		if got := elapsed(c.ms, c.wholeSeconds, c.approximate); got != c.want {
			t.Errorf("%d ms (%t, %t): %q, want %q", c.ms, c.wholeSeconds, c.approximate, got, c.want)
		}
	}
}
