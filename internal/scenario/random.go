package scenario

// random is SplitMix64 (Steele, Lea, Flood 2014): small, and fixed by its few
// lines, so that no release of a library can change a generated world.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// below is a number from 0 to n-1; n must be positive. The bias of the
// modulus does not matter for n this small.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// between is a moment's distance from low to high, both included.
func (r *random) between(low, high ticks) ticks {
	if high <= low {
		return low
	}
	return low + ticks(r.next()%uint64(high-low+1))
}

// percent says yes in p of 100 cases.
func (r *random) percent(p int) bool { return r.below(100) < p }

func pick[T any](r *random, from []T) T { return from[r.below(len(from))] }

// fork starts an independent stream, so that one host's dice do not depend on
// how often another's fell.
func (r *random) fork(label uint64) random {
	f := random{state: r.state ^ (label+1)*0xd1342543de82ef95}
	f.next()
	return f
}
