// Package storetest is the conformance suite of graph.Store: every store passes
// it, and what it asserts is what the ports' documentation means. It knows no
// database.
//
// What it fixes where the ports leave room:
//   - A delivery without stamps is none: it neither sets Resent nor displaces stamps.
//   - A copy that brings nothing new touches nothing.
//   - A parent that is no process of the graph makes a root.
//   - A time span takes the sessions known to be open in it: From compares with the
//     end, else the start, else the hint; To with the start, else the hint, else the end.
//     What has no time at all is outside of every span. For processes, whose end
//     is open where it is not known, see graph.ProcessFilter.
//   - Roots counts matching processes of the scope, wherever they stand; Children counts children.
//   - Search takes words that all must stand somewhere in image, command line, user
//     or hash, or be the PID or the GUID; the image of that name comes first.
package storetest

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// Run runs the suite. open returns an empty store for writing; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) graph.Store) {
	for _, group := range []struct {
		name  string
		tests []test
	}{
		{"records", recordTests},
		{"bookkeeping", bookkeepingTests},
		{"graph", graphTests},
		{"directory", directoryTests},
		{"tree", treeTests},
		{"filter", filterTests},
		{"search", searchTests},
		{"lists", listTests},
		{"summary", summaryTests},
		{"timeline", timelineTests},
		{"sources", sourceTests},
		{"hostile", hostileTests},
		{"writing", writingTests},
		{"notes", noteTests},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, tt := range group.tests {
				t.Run(tt.name, func(t *testing.T) {
					store := open(t)
					t.Cleanup(func() {
						if err := store.Close(); err != nil {
							t.Errorf("Close: %v", err)
						}
					})
					tt.run(&suite{T: t, store: store})
				})
			}
		})
	}
}

type test struct {
	name string
	run  func(s *suite)
}
