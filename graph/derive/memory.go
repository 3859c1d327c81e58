package derive

import (
	"math"
	"runtime/debug"
)

// The limits of the Go heap while a graph is resolved and while it is written:
// near them garbage is collected sooner, and beyond them nothing fails. With what
// SQLite takes beside the heap, a million processes of one host stay within 2 GB.
const (
	resolvingLimit = 1_500 << 20
	writingLimit   = 1_200 << 20
)

// manyProcesses is from how many processes of a host on it is worth the time to
// give memory back before they are written.
const manyProcesses = 200_000

// limitMemory sets a limit for the Go heap until restore is called. A limit
// that the user has set (GOMEMLIMIT), or a lower one, stands.
func limitMemory(limit int64) (restore func()) {
	before := debug.SetMemoryLimit(-1)
	if before <= limit || before != math.MaxInt64 && before != resolvingLimit {
		return func() {}
	}
	debug.SetMemoryLimit(limit)
	return func() { debug.SetMemoryLimit(before) }
}
