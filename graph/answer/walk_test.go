package answer

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWalk(t *testing.T) {
	tree := map[int64][]int64{1: {2, 5}, 2: {3, 4}, 5: {6}}
	below := func(id int64, _ [][]int64) ([]int64, error) { return tree[id], nil }
	for _, tt := range []struct {
		name        string
		start       []int64
		depth, most int
		ids         []int64
		depths      []int
		cut         bool
	}{
		{"whole", []int64{1, 7}, math.MaxInt, 100, []int64{1, 2, 3, 4, 5, 6, 7}, []int{0, 1, 2, 2, 1, 2, 0}, false},
		{"exactly as many", []int64{1}, math.MaxInt, 6, []int64{1, 2, 3, 4, 5, 6}, []int{0, 1, 2, 2, 1, 2}, false},
		{"one too many", []int64{1}, math.MaxInt, 5, []int64{1, 2, 3, 4, 5}, []int{0, 1, 2, 2, 1}, true},
		{"depth", []int64{1}, 1, 100, []int64{1, 2, 5}, []int{0, 1, 1}, true},
		{"depth that holds all", []int64{2}, 1, 100, []int64{2, 3, 4}, []int{0, 1, 1}, false},
		{"the node alone", []int64{1}, 0, 100, []int64{1}, []int{0}, true},
		{"nothing", nil, 5, 100, nil, nil, false},
	} {
		w := Walk{Limit: tt.most, MaxDepth: tt.depth}
		if err := w.Run(tt.start, below); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tt.ids, w.IDs) + cmp.Diff(tt.depths, w.Depths); d != "" || w.Cut != tt.cut {
			t.Errorf("%s: cut %t\n%s", tt.name, w.Cut, d)
		}
	}
	failed := errors.New("failed")
	w := Walk{Limit: 10, MaxDepth: 10}
	if err := w.Run([]int64{1}, func(int64, [][]int64) ([]int64, error) { return nil, failed }); err != failed {
		t.Errorf("got %v", err)
	}
}
