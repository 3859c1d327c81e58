package resolve

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// event is an observation with its place in time.
type event struct {
	*graph.StoredObservation
	// at is the moment in UTC after placing; unknown when no time could be read.
	at graph.Time
	// logged is the record's own time in UTC (at may be Sysmon's UtcTime).
	logged graph.Time
	// pid is the process's ID, -1 when not recorded.
	pid int64
	// copies are the other records that turned out to be this one.
	copies []*graph.StoredObservation
}

// orderSpan is how far apart two records of a channel may be for their record
// numbers to outrank the clock. A clock set back is off by hours; numbers that
// start again after a reinstallation are days apart.
const orderSpan = 48 * time.Hour

// pidOf reads a PID value of the observation.
func pidOf(o *graph.Observation, f graph.Field) int64 {
	n, err := strconv.ParseInt(o.Text(f), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// precision is how much later than its printed digits a time may be.
func precision(t graph.Time) time.Duration {
	if t.Digits >= 7 {
		return 0
	}
	d := time.Second
	for range t.Digits {
		d /= 10
	}
	return d
}

// notAfter says whether a is at or before b, as far as their precision tells.
func notAfter(a, b graph.Time) bool {
	if !a.Known() || !b.Known() {
		return true
	}
	return a.Ticks <= b.Ticks+int64(precision(b)/100)
}

// precedes says whether a was at or before b. Inside one channel record order
// outranks the clock.
func (a *event) precedes(b *event) bool {
	if ordered, before := a.recordOrder(b); ordered {
		return before
	}
	return notAfter(a.at, b.at)
}

// recordOrder says whether the records' numbers tell their order, and which.
func (a *event) recordOrder(b *event) (ordered, before bool) {
	if a.Log != b.Log || a.RecordID == 0 || b.RecordID == 0 || a.RecordID == b.RecordID {
		return false, false
	}
	if a.at.Known() && b.at.Known() && a.at.Sub(b.at).Abs() > orderSpan {
		return false, false
	}
	return true, a.RecordID < b.RecordID
}

// compareEvents is the canonical order: time, log, record number, content.
func compareEvents(a, b *event) int {
	return cmp.Or(
		cmp.Compare(a.at.Ticks, b.at.Ticks),
		cmp.Compare(a.Log, b.Log),
		cmp.Compare(a.RecordID, b.RecordID),
		bytes.Compare(a.ID[:], b.ID[:]),
	)
}

func sortEvents(events []*event) { slices.SortFunc(events, compareEvents) }

// baseName is the last element of a Windows or POSIX path, in lower case.
func baseName(path string) string { return graph.BaseName(path) }

// sameFile says whether two images may be one file: by name without case; what
// is not known fits all. A short (8.3) name fits any name: it is not expanded
// without evidence.
func sameFile(a, b string) bool {
	if a == "" || b == "" {
		return true
	}
	x, y := baseName(a), baseName(b)
	return x == y || isShortName(x) || isShortName(y)
}

func isShortName(base string) bool {
	i := bytes.IndexByte([]byte(base), '~')
	return i > 0 && i+1 < len(base) && base[i+1] >= '0' && base[i+1] <= '9'
}
