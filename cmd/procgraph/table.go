package main

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

// table prints rows in columns. Cells must be escaped.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print prints the table; the last column is not padded.
func (t *table) print(p *printer) {
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], termtext.Width(cell))
		}
	}
	for _, row := range append([][]string{t.head}, t.rows...) {
		var line strings.Builder
		for i, cell := range row {
			if i < len(row)-1 {
				cell = termtext.Pad(cell, widths[i]) + "  "
			}
			line.WriteString(cell)
		}
		p.line(strings.TrimRight(line.String(), " "))
	}
}

// clock spells a time to the millisecond, in UTC. Unknown times are "-".
func clock(t graph.Time) string {
	if !t.Known() {
		return "-"
	}
	digits := min(int(t.Digits), 3)
	layout := "2006-01-02 15:04:05"
	if digits > 0 {
		layout += "." + "000"[:digits]
	}
	return t.Go().Format(layout) + "Z"
}
