package scenario

// action is something that happens at a moment. Actions of the same moment
// happen in the order in which they were planned.
type action struct {
	at  ticks
	seq uint64
	run func()
}

func (a action) before(b action) bool { return a.at < b.at || a.at == b.at && a.seq < b.seq }

// agenda is a binary heap of what is planned.
type agenda struct {
	heap []action
	seq  uint64
}

func (g *agenda) add(at ticks, run func()) {
	g.seq++
	g.heap = append(g.heap, action{at, g.seq, run})
	for i := len(g.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if !g.heap[i].before(g.heap[up]) {
			return
		}
		g.heap[i], g.heap[up] = g.heap[up], g.heap[i]
		i = up
	}
}

// take removes the earliest action; false when there is none.
func (g *agenda) take() (action, bool) {
	if len(g.heap) == 0 {
		return action{}, false
	}
	first, last := g.heap[0], len(g.heap)-1
	g.heap[0] = g.heap[last]
	g.heap[last] = action{}
	g.heap = g.heap[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if g.heap[child].before(g.heap[least]) {
				least = child
			}
		}
		if least == i {
			return first, true
		}
		g.heap[i], g.heap[least] = g.heap[least], g.heap[i]
		i = least
	}
}
