package neo4jstore

import (
	"slices"
	"testing"

	"github.com/procgraph/procgraph/graph/answer"
)

func TestIDSet(t *testing.T) {
	s := newIDSet([]int64{5, 1, 5, 3, 1})
	if !slices.Equal(s, []int64{1, 3, 5}) {
		t.Errorf("set %v", s)
	}
	for id, want := range map[int64]bool{0: false, 1: true, 2: false, 3: true, 5: true, 6: false} {
		if s.has(id) != want {
			t.Errorf("has %d: %t", id, !want)
		}
	}
	if got := minus(s, newIDSet([]int64{3, 4})); !slices.Equal(got, []int64{1, 5}) {
		t.Errorf("minus %v", got)
	}
}

func TestMergeFound(t *testing.T) {
	at := func(rank int, sort int64, key string) found { return found{rank, answer.Place{Sort: sort, Key: key}} }
	a := []found{at(0, 5, "a"), at(2, 1, "a"), at(2, 1, "c")}
	b := []found{at(0, 4, "z"), at(2, 1, "b"), at(3, 0, "a")}
	ids, hits := mergeFound([]int64{1, 2, 3}, a, []int64{10, 20, 30}, b, 5)
	if !slices.Equal(ids, []int64{10, 1, 2, 20, 3}) || len(hits) != 5 || hits[4] != a[2] {
		t.Errorf("got %v %v", ids, hits)
	}
	if ids, _ := mergeFound(nil, nil, []int64{7}, b[:1], 5); !slices.Equal(ids, []int64{7}) {
		t.Errorf("with an empty list: %v", ids)
	}
}

func TestCountOfKeptTree(t *testing.T) {
	sel := &selection{children: map[int64][]int64{noParent: {1}, 1: {2, 3}, 3: {4}, 7: {8}, 8: {7}}}
	for id, want := range map[int64]int{1: 4, 3: 2, 4: 1, 99: 1, 7: 2} {
		if got := sel.count(id); got != want {
			t.Errorf("%d and below: %d", id, got)
		}
	}
}

func TestFirstRunes(t *testing.T) {
	for text, want := range map[string]string{"": "", "äö": "äö", "äöü": "äöü", "äöüß": "äöü"} {
		if got := firstRunes(text, 3); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestLongestWord(t *testing.T) {
	words := []map[string]any{{"text": "ab"}, {"text": "äöü"}, {"text": "abcd"}, {"text": "wxyz"}}
	if w, n := longest(words); n != 4 || w["text"] != "abcd" {
		t.Errorf("%v, %d", w, n)
	}
	if _, n := longest(nil); n != 0 {
		t.Errorf("%d of none", n)
	}
}

// TestIncludes: each query stands whole in the binary.
func TestIncludes(t *testing.T) {
	for name, text := range queries {
		if includeLine.MatchString(text) {
			t.Errorf("%s has a line that was not replaced", name)
		}
	}
	if n := len(query("read_matching_ids@word")); n < len(query("read_matching_by_word")) {
		t.Errorf("read_matching_ids has %d bytes", n)
	}
}
