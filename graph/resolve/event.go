package resolve

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// event is an observation with its place in time. A host has millions: it is kept small.
type event struct {
	*origin
	// packed are the values, see Text.
	packed string
	// at is the moment in UTC after placing; unknown when no time could be read.
	// Before, it is Sysmon's UtcTime.
	at graph.Time
	// logged is the record's own time, in UTC after placing (at may be Sysmon's UtcTime).
	logged graph.Time
	// pid is the process's ID, -1 when not recorded.
	pid      int64
	RecordID uint64
	ID       [16]byte
	// copies are the other records that turned out to be this one; nil for none.
	copies  *[]*event
	EventID uint32
	// nextAnchor and lastAnchor place it beside the other log's records where the
	// clock was set back, see alignChannels; 0 elsewhere.
	nextAnchor, lastAnchor int32
	Event                  graph.EventClass
	zone                   graph.Zone // of logged, before placing
	flaws                  uint8      // a bit for each graph.Flaw
	resent, joined         bool       // joined: a 4688 that Sysmon's start was found for
}

// Text returns the value of field f, "" when it was not recorded.
func (e *event) Text(f graph.Field) string {
	for rest := e.packed; rest != ""; {
		have, text, more := e.next(rest)
		if have == f {
			return text
		}
		rest = more
	}
	return ""
}

// values are all values, in order of fields.
func (e *event) values() (all []graph.Value) {
	for rest := e.packed; rest != ""; {
		f, text, more := e.next(rest)
		all = append(all, graph.Value{Field: f, Text: text})
		rest = more
	}
	return all
}

// set stores a text as the value of f.
func (e *event) set(f graph.Field, text string) {
	o := graph.Observation{Values: e.values()}
	o.Set(f, text)
	e.packed = string(appendPacked(nil, o.Values, e.texts))
}

// flag notes a flaw; has says whether it was noted.
func (e *event) flag(f graph.Flaw)     { e.flaws |= 1 << f }
func (e *event) has(f graph.Flaw) bool { return e.flaws&(1<<f) != 0 }

// addCopy makes o a copy of e.
func (e *event) addCopy(o *event) {
	if e.copies == nil {
		e.copies = &[]*event{}
	}
	*e.copies = append(*e.copies, o)
}

// orderSpan is how far apart two records of a channel may be for their record
// numbers to outrank the clock. A clock set back is off by hours; numbers that
// start again after a reinstallation are days apart.
const orderSpan = 48 * time.Hour

// pidOf reads a PID, -1 when it is not recorded.
func pidOf(text string) int64 {
	if text == "" {
		return -1
	}
	n, err := strconv.ParseInt(text, 10, 64)
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

// precedes says whether a was at or before b. Record order outranks the clock.
func (a *event) precedes(b *event) bool {
	if ordered, before := a.recordOrder(b); ordered {
		return before
	}
	return notAfter(a.at, b.at)
}

// recordOrder says whether the records' numbers tell their order, and which.
func (a *event) recordOrder(b *event) (ordered, before bool) {
	if a.Log != b.Log {
		return a.acrossChannels(b)
	}
	if a.RecordID == 0 || b.RecordID == 0 || a.RecordID == b.RecordID {
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
