package timeline

import (
	"cmp"
	"math"
	"slices"
)

// Moment is a time at which a node may have begun or ended.
type Moment struct {
	Ticks   int64
	ID      int64 // in the store
	Session bool  // of a session, else of a process
}

// Nearest keeps, of many moments, those nearest to an edge in one direction. Its
// zero value is not usable: see NewNearest.
type Nearest struct {
	edge  int64
	sign  int64
	n     int
	list  []Moment
	bound int64 // signed: nothing at or beyond it is kept
	more  bool
}

// NewNearest begins at an edge, which counts, and goes forward or back. At least n
// moments are kept where there are so many, and where they do not all stand at one.
func NewNearest(edge int64, back bool, n int) *Nearest {
	k := &Nearest{edge: edge, sign: 1, n: n, bound: math.MaxInt64}
	if back {
		k.sign = -1
	}
	return k
}

// Offer takes a moment; 0 and the largest number are none.
func (k *Nearest) Offer(m Moment) {
	if m.Ticks == 0 || m.Ticks == math.MaxInt64 || (m.Ticks-k.edge)*k.sign < 0 {
		return
	}
	if m.Ticks*k.sign >= k.bound {
		k.more = true
		return
	}
	if k.list = append(k.list, m); len(k.list) >= 4*k.n+64 {
		k.cut()
	}
}

// Close says that there are others from ticks on, which were not all offered: nothing
// is kept from there on.
func (k *Nearest) Close(ticks int64) {
	k.more = true
	if ticks*k.sign >= k.bound {
		return
	}
	k.bound = ticks * k.sign
	k.list = slices.DeleteFunc(k.list, func(m Moment) bool { return m.Ticks*k.sign >= k.bound })
}

// cut drops what stands behind the first n, and what stands level with the first of those.
func (k *Nearest) cut() {
	slices.SortFunc(k.list, func(a, b Moment) int { return cmp.Compare(a.Ticks*k.sign, b.Ticks*k.sign) })
	end := k.n
	for end < len(k.list) && k.list[end].Ticks == k.list[k.n-1].Ticks {
		end++
	}
	if end >= len(k.list) {
		k.n *= 2 // so many stand level that the list must be longer
		return
	}
	k.bound, k.more = k.list[end].Ticks*k.sign, true
	k.list = k.list[:end]
}

// Take returns what was kept: all moments from the edge on until next, which is not
// among them; more says that there are others there.
func (k *Nearest) Take() (list []Moment, next int64, more bool) {
	if len(k.list) > k.n {
		k.cut()
	}
	if !k.more {
		return k.list, 0, false
	}
	return k.list, k.bound * k.sign, true
}
