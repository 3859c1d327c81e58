package scenario

// pidPool hands out process IDs the way Windows does: multiples of four, low
// ones again soon after they became free.
type pidPool struct {
	next uint32
	free []freePID
}

type freePID struct {
	pid   uint32
	since ticks
}

// pidRest is how long a PID stays free at least. It keeps a late exit record
// apart from the next start on the same PID.
const pidRest = 2 * second

// lastFreshPID is where new numbers end and only freed ones are handed out.
// It is far above the number of processes that are alive at a time.
const lastFreshPID = 0x7000

func (p *pidPool) reset() { *p = pidPool{next: 60} }

func (p *pidPool) take(r *random, now ticks) uint32 {
	rested := 0
	for rested < len(p.free) && rested < 12 && p.free[rested].since+pidRest <= now {
		rested++
	}
	if rested > 0 && (p.next > lastFreshPID || r.percent(30)) {
		i := r.below(rested)
		pid := p.free[i].pid
		p.free = append(p.free[:i], p.free[i+1:]...)
		return pid
	}
	step := 9
	if p.next < 1200 { // handles of early boot take many numbers
		step = 36
	}
	p.next += 4 * uint32(1+r.below(step))
	return p.next
}

func (p *pidPool) give(pid uint32, now ticks) {
	p.free = append(p.free, freePID{pid, now})
}
