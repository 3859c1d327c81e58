package main

import (
	"fmt"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// maxIndent is the number of levels that a line is indented at most. Deeper
// lines begin with their level.
const maxIndent = 40

// treeLine is a line of a tree. text is escaped.
type treeLine struct {
	depth int
	text  string
}

// treeLines turns rows in pre-order into lines, and adds a line "and N more"
// under each row whose children were cut off.
func treeLines(rows []graph.ProcessRow, describe func(*graph.ProcessRow) string) []treeLine {
	shown := make(map[string]int, len(rows))
	for i := range rows {
		shown[rows[i].Parent]++
	}
	lines := make([]treeLine, 0, len(rows))
	var open []int // the rows from the top to the last one printed
	closeTo := func(depth int) {
		for len(open) > 0 && rows[open[len(open)-1]].Depth >= depth {
			r := &rows[open[len(open)-1]]
			open = open[:len(open)-1]
			if more := r.ChildCount - shown[r.Key]; more > 0 {
				lines = append(lines, treeLine{r.Depth + 1, fmt.Sprintf("… and %d more", more)})
			}
		}
	}
	for i := range rows {
		closeTo(rows[i].Depth)
		lines = append(lines, treeLine{rows[i].Depth, describe(&rows[i])})
		open = append(open, i)
	}
	closeTo(0)
	return lines
}

// printLines draws lines with their branches. Lines of the least depth have none.
func printLines(p *printer, lines []treeLine) {
	last := lastSiblings(lines)
	var goesOn []bool // by level: a later line stands on it
	for i, l := range lines {
		for len(goesOn) <= l.depth {
			goesOn = append(goesOn, false)
		}
		goesOn = goesOn[:l.depth+1]
		goesOn[l.depth] = !last[i]
		p.line(branches(goesOn) + l.text)
	}
}

// lastSiblings says of each line whether no later line stands beside it.
func lastSiblings(lines []treeLine) []bool {
	last := make([]bool, len(lines))
	var later []bool // by depth: a line was met after this one, under the same parent
	for i := len(lines) - 1; i >= 0; i-- {
		depth := lines[i].depth
		for len(later) <= depth {
			later = append(later, false)
		}
		last[i] = !later[depth]
		later = later[:depth+1]
		later[depth] = true
	}
	return last
}

// branches draws what stands before a line.
func branches(goesOn []bool) string {
	depth := len(goesOn) - 1
	if depth == 0 {
		return ""
	}
	var b strings.Builder
	from := 1
	if depth > maxIndent {
		from = depth - maxIndent + 1
		fmt.Fprintf(&b, "(level %d) ", depth)
	}
	for _, on := range goesOn[from:depth] {
		if on {
			b.WriteString("│  ")
		} else {
			b.WriteString("   ")
		}
	}
	if goesOn[depth] {
		b.WriteString("├─ ")
	} else {
		b.WriteString("└─ ")
	}
	return b.String()
}
