package storetest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/procgraph/procgraph/graph"
)

// suite is one test with its store.
type suite struct {
	*testing.T
	store graph.Store
}

func (s *suite) ctx() context.Context { return s.Context() }

// write runs f with a writer and closes it.
func (s *suite) write(f func(w graph.Writer)) {
	s.Helper()
	w, err := s.store.Begin(s.ctx(), nil)
	s.ok(err)
	defer func() {
		s.Helper()
		if err := w.Close(); err != nil {
			s.Errorf("Writer.Close: %v", err)
		}
	}()
	f(w)
}

// put writes graphs of hosts.
func (s *suite) put(graphs map[string]graph.HostGraph) {
	s.Helper()
	s.write(func(w graph.Writer) {
		for _, key := range sortedKeys(graphs) {
			s.ok(w.SetHostGraph(s.ctx(), key, graph.HostState{}, graphs[key]))
		}
	})
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (s *suite) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *suite) is(err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Errorf("got error %v, want %v", err, want)
	}
}

func (s *suite) same(what string, got, want any) {
	s.Helper()
	if want == nil {
		want = []string(nil) // no list is an empty one
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		s.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func (s *suite) export() string {
	s.Helper()
	var b bytes.Buffer
	s.ok(s.store.Export(s.ctx(), &b))
	return b.String()
}

func (s *suite) version() string {
	s.Helper()
	v, err := s.store.Version(s.ctx())
	s.ok(err)
	if v == "" {
		s.Fatal("an empty version")
	}
	return v
}

// pages reads a list to its end in pages of a size, and checks that its totals stay.
func pages[T any](s *suite, size int, fetch func(p graph.Page) (graph.List[T], error)) []T {
	s.Helper()
	var all []T
	p := graph.Page{Limit: size}
	for n := 0; ; n++ {
		list, err := fetch(p)
		s.ok(err)
		if len(list.Items) > size {
			s.Fatalf("a page of %d items, asked for %d", len(list.Items), size)
		}
		all = append(all, list.Items...)
		if list.Next == "" {
			return all
		}
		if len(list.Items) == 0 || n > 10_000 {
			s.Fatal("pages do not end")
		}
		p.After = list.Next
	}
}

// keys returns the keys of rows.
func keys(rows []graph.ProcessRow) []string {
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].Key
	}
	return out
}

// roots and children read whole lists; a "-" before a key marks a row that does not match.
func (s *suite) roots(f graph.ProcessFilter) []string {
	s.Helper()
	return marked(pages(s, 3, func(p graph.Page) (graph.List[graph.ProcessRow], error) { return s.store.Roots(s.ctx(), f, p) }))
}

func (s *suite) children(key string, f graph.ProcessFilter) []string {
	s.Helper()
	return marked(pages(s, 3, func(p graph.Page) (graph.List[graph.ProcessRow], error) {
		list, _, err := s.store.Children(s.ctx(), key, f, p)
		return list, err
	}))
}

func (s *suite) search(text string, f graph.ProcessFilter) []string {
	s.Helper()
	return marked(pages(s, 3, func(p graph.Page) (graph.List[graph.ProcessRow], error) {
		return s.store.Search(s.ctx(), text, f, p)
	}))
}

func marked(rows []graph.ProcessRow) []string {
	out := keys(rows)
	for i := range rows {
		if !rows[i].Match {
			out[i] = "-" + out[i]
		}
	}
	return out
}
