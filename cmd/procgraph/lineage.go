package main

import (
	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

type lineageCmd struct {
	storeFlag
	jsonFlag
	Key   string `arg:"" help:"The process: its key, its GUID, or HOST:PID where that is one process only."`
	Depth int    `help:"How many generations of descendants to show." default:"30"`
	Limit int    `help:"How many ancestors, and how many descendants, to show at most." default:"1000"`
}

// link is a process with how sure its link to its parent is: "certain" (the
// record names the parent's GUID), "likely" (the parent's PID was its own at
// that time), "by reference" (likewise, but the parent's start was not seen),
// "disputed" (sources name different parents), "" (no parent known).
type link struct {
	graph.ProcessRow
	Confidence string `json:"confidence,omitempty"`
}

// lineage is the answer of lineage --json.
type lineage struct {
	Process link `json:"process"`
	// Ancestors are root first; AncestorsTruncated says that there are more above.
	Ancestors          []link `json:"ancestors"`
	AncestorsTruncated bool   `json:"ancestors_truncated"`
	// Descendants are in pre-order, without the process itself.
	Descendants []link `json:"descendants"`
	Truncated   bool   `json:"truncated"`
	Total       int    `json:"total"` // of descendants, where it is known
	// Moves are the logons on the way, which lead over to other hosts.
	Moves []move `json:"moves"`
	// Notes say what bounds left out of the moves.
	Notes []string `json:"notes"`
}

func (c *lineageCmd) Run(a *app) error {
	if c.Depth < 0 || c.Limit < 1 {
		return usageError{"--depth must be 0 or more and --limit 1 or more", ""}
	}
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	top, err := findProcess(a.ctx, store, c.Key)
	if err != nil {
		return err
	}
	chain, more, err := store.Ancestors(a.ctx, top.Key, c.Limit)
	if err != nil {
		return err
	}
	sub, err := store.Subtree(a.ctx, top.Key, graph.ProcessFilter{}, c.Depth, c.Limit+1)
	if err != nil {
		return err
	}
	l := newLineage(top, chain, more, sub)
	if l.Moves, l.Notes, err = movesOf(a.ctx, store, top.Key); err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(l)
	}
	p := a.printer()
	p.linef("process    %s", termtext.Escape(top.Key))
	p.linef("host       %s", termtext.Escape(top.HostName))
	if top.Image != "" {
		p.linef("image      %s", termtext.Escape(top.Image))
	}
	if top.CommandLine != "" {
		p.linef("command    %s", termtext.Escape(top.CommandLine))
	}
	p.line("")
	printLineage(p, l)
	printMoves(p, l.Moves)
	for _, note := range l.Notes {
		p.line(termtext.Escape(note))
	}
	return p.done()
}

// newLineage joins what the store said and judges each link.
func newLineage(top graph.ProcessRow, chain []graph.ProcessRow, more bool, sub graph.Subtree) *lineage {
	observed := make(map[string]bool, len(chain)+len(sub.Rows))
	for _, rows := range [][]graph.ProcessRow{chain, {top}, sub.Rows} {
		for i := range rows {
			observed[rows[i].Key] = rows[i].Observed
		}
	}
	judge := func(r graph.ProcessRow) link { return link{r, confidence(&r, observed[r.Parent])} }
	l := &lineage{Process: judge(top), AncestorsTruncated: more, Truncated: sub.Truncated,
		Ancestors: []link{}, Descendants: []link{}, Moves: []move{}}
	for _, r := range chain {
		l.Ancestors = append(l.Ancestors, judge(r))
	}
	for _, r := range sub.Rows {
		if r.Key != top.Key {
			l.Descendants = append(l.Descendants, judge(r))
		}
	}
	if sub.Total > 0 {
		l.Total = sub.Total - 1
	}
	return l
}

// printLineage draws the chain of ancestors, the process and its descendants as one tree.
func printLineage(p *printer, l *lineage) {
	var lines []treeLine
	depth := 0
	if l.AncestorsTruncated {
		lines = append(lines, treeLine{0, "… more ancestors above: a larger --limit shows them"})
		depth = 1
	}
	for i := range l.Ancestors {
		lines = append(lines, treeLine{depth, describeLink(&l.Ancestors[i].ProcessRow, l.Ancestors[i].Confidence)})
		depth++
	}
	rows := make([]graph.ProcessRow, 0, len(l.Descendants)+1)
	words := make(map[string]string, len(l.Descendants)+1)
	for _, d := range append([]link{l.Process}, l.Descendants...) {
		rows = append(rows, d.ProcessRow)
		words[d.Key] = d.Confidence
	}
	rows[0].Depth = 0
	for _, below := range treeLines(rows, func(r *graph.ProcessRow) string {
		text := describeLink(r, words[r.Key])
		if r.Key == l.Process.Key {
			text = "▶ " + text
		}
		return text
	}) {
		lines = append(lines, treeLine{depth + below.depth, below.text})
	}
	printLines(p, lines)
	if l.Truncated {
		p.line("not all descendants are shown: a larger --depth or --limit shows more")
	}
}

func describeLink(r *graph.ProcessRow, confidence string) string {
	return describe(r, via(r, confidence))
}
