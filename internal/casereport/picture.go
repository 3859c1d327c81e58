package casereport

import (
	"fmt"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
)

// Picture is a lineage as rows, causes before effects, each below what it came from.
type Picture struct {
	Rows  []Row
	Notes []string
}

// Row is a node of a picture.
type Row struct {
	// Level is the indentation, bounded by maxLevel; Up is the row that it hangs on, -1 for none.
	Level, Up int
	Title     string
	// Host is the host's name, Time the start, Elapsed the time since the start of what it hangs on.
	Host, Time, Elapsed string
	Detail              string // a command line
	Focus               bool
	Session             bool
	Confidence          lineage.Confidence
	Hidden              int // children that are not shown
	More                int // logons like this one that are not shown
}

// maxLevel keeps deep lineages within the page.
const maxLevel = 24

// newPicture orders the nodes of a lineage as a tree: each node hangs on its first link.
func newPicture(l *lineage.Lineage) *Picture {
	at := make(map[string]int, len(l.Nodes))
	for i := range l.Nodes {
		at[l.Nodes[i].ID] = i
	}
	link := make([]*lineage.Link, len(l.Nodes))
	below := make([][]int, len(l.Nodes))
	for i := range l.Links {
		from, okFrom := at[l.Links[i].From]
		to, okTo := at[l.Links[i].To]
		if okFrom && okTo && from != to && link[to] == nil && !leadsTo(link, at, from, to) {
			link[to] = &l.Links[i]
			below[from] = append(below[from], to)
		}
	}
	p := &Picture{Notes: l.Notes}
	type place struct{ node, level, up int }
	var stack []place
	for i := len(l.Nodes) - 1; i >= 0; i-- {
		if link[i] == nil {
			stack = append(stack, place{i, 0, -1})
		}
	}
	for len(stack) > 0 {
		here := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		row := rowOf(&l.Nodes[here.node], link[here.node])
		row.Level, row.Up, row.Focus = min(here.level, maxLevel), here.up, l.Nodes[here.node].ID == l.Focus
		p.Rows = append(p.Rows, row)
		for i := len(below[here.node]) - 1; i >= 0; i-- {
			stack = append(stack, place{below[here.node][i], here.level + 1, len(p.Rows) - 1})
		}
	}
	return p
}

// leadsTo says whether the chain above a node has another: a link would close a cycle.
func leadsTo(link []*lineage.Link, at map[string]int, node, other int) bool {
	for {
		if node == other {
			return true
		}
		if link[node] == nil {
			return false
		}
		node = at[link[node].From]
	}
}

func rowOf(n *lineage.Node, link *lineage.Link) Row {
	r := Row{Hidden: n.HiddenChildren}
	var start, hint graph.Time
	switch {
	case n.Process != nil:
		r.Title, r.Host, r.Detail = processTitle(n.Process), n.Process.HostName, n.Process.CommandLine
		start, hint = n.Process.Start, n.Process.StartHint
	case n.Session != nil:
		r.Title, r.Host, r.Session = sessionTitle(n.Session), n.Session.HostName, true
		start, hint = n.Session.Start, n.Session.StartHint
	default:
		r.Title = n.Key
	}
	switch {
	case start.Known():
		r.Time = start.String()
	case hint.Known():
		r.Time = "≈ " + hint.String()
	}
	if link != nil {
		r.Confidence, r.More = link.Confidence, link.More
		if link.ElapsedMS != nil {
			r.Elapsed = elapsed(*link.ElapsedMS, link.WholeSeconds, link.Approximate)
		}
	}
	return r
}

// moreWords counts the logons that this one stands for; empty where it stands for itself.
func (r *Row) moreWords() string {
	if r.More == 0 {
		return ""
	}
	return fmt.Sprintf("and %d more like it", r.More)
}

// elapsed is the time from a cause to its effect, no finer than it was recorded.
func elapsed(ms int64, wholeSeconds, approximate bool) string {
	text, step := fmt.Sprintf("%+d ms", ms), 100*time.Millisecond
	if wholeSeconds {
		text, step = "< 1s", time.Second
	}
	if ms >= 1000 || ms <= -1000 {
		text = strings.Replace("+"+(time.Duration(ms)*time.Millisecond).Round(step).String(), "+-", "-", 1)
	}
	if approximate {
		text = "≈ " + text
	}
	return text
}
