package sqlitestore

import (
	"iter"
	"math/bits"
	"slices"
)

// bitset is a set of process ids. Ids are given densely, so that a set over a
// million processes takes some 125 kB however many are in it.
type bitset []uint64

func (b *bitset) add(id int64) {
	word := int(id >> 6)
	if word >= len(*b) {
		grown := make(bitset, max(word+1, 2*len(*b)))
		copy(grown, *b)
		*b = grown
	}
	(*b)[word] |= 1 << (id & 63)
}

func (b bitset) has(id int64) bool {
	word := int(id >> 6)
	return id >= 0 && word < len(b) && b[word]&(1<<(id&63)) != 0
}

func (b bitset) len() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// all yields the members in ascending order.
func (b bitset) all() iter.Seq[int64] {
	return func(yield func(id int64) bool) {
		for i, w := range b {
			for ; w != 0; w &= w - 1 {
				if !yield(int64(i)<<6 + int64(bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}

// ids lists them.
func (b bitset) ids() []int64 { return slices.Collect(b.all()) }
