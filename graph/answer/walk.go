package answer

// Walk goes through a tree in pre-order with a stack of its own: the depth of a
// tree is the depth that an attacker gave it.
type Walk struct {
	// Limit bounds the nodes, MaxDepth the levels below the start; see SubtreeBounds.
	Limit, MaxDepth int
	// IDs are the nodes in order, Depths their levels.
	IDs    []int64
	Depths []int
	// Cut says that there is more than the bounds let in.
	Cut bool
}

// Room is the number of nodes that a list is worth reading of: one more than the
// walk can still take, which shows that it was cut.
func (w *Walk) Room() int { return w.Limit - len(w.IDs) + 1 }

// Run walks from the nodes of start. below lists the children of a node; the stack
// that it is shown holds, for each level, the siblings still to come, and is not
// its to keep or change.
func (w *Walk) Run(start []int64, below func(id int64, stack [][]int64) ([]int64, error)) error {
	stack := [][]int64{start}
	for len(stack) > 0 {
		depth := len(stack) - 1
		todo := stack[depth]
		if len(todo) == 0 {
			stack = stack[:depth]
			continue
		}
		if len(w.IDs) == w.Limit {
			w.Cut = true
			return nil
		}
		id := todo[0]
		stack[depth] = todo[1:]
		w.IDs, w.Depths = append(w.IDs, id), append(w.Depths, depth)
		children, err := below(id, stack)
		if err != nil {
			return err
		}
		if len(children) > 0 && depth >= w.MaxDepth {
			w.Cut = true
			continue
		}
		stack = append(stack, children)
	}
	return nil
}
