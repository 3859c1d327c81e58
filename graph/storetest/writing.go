package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/procgraph/procgraph/graph"
)

var writingTests = []test{
	{"a second writer waits, then is told", testBusy},
	{"a second writer goes on when the first is done", testWaitsForTurn},
	{"a cancelled step leaves nothing", testCancelled},
	{"readers see a whole step or none", testWholeSteps},
	{"many readers while one writes", testManyReaders},
	{"observations are read while the graph is written", testReadWhileWriting},
}

func testBusy(s *suite) {
	w, err := s.store.Begin(s.ctx(), func() { s.Error("the first writer waits") })
	s.ok(err)
	ctx, cancel := context.WithTimeout(s.ctx(), 300*time.Millisecond)
	defer cancel()
	waits := 0
	_, err = s.store.Begin(ctx, func() { waits++ })
	s.is(err, graph.ErrBusy)
	s.same("told to wait", waits, 1)
	_, err = s.store.Begin(ctx, nil)
	s.is(err, graph.ErrBusy)
	s.is(s.store.Clear(ctx), graph.ErrBusy)
	s.ok(w.SetFacts(s.ctx(), "alpha", []byte("x"))) // the first is not disturbed
	s.ok(w.Close())
	s.ok(w.Close()) // again, for a deferred call
	s.write(func(w graph.Writer) {
		facts, err := w.Facts(s.ctx())
		s.ok(err)
		s.same("facts", len(facts), 1)
	})
}

func testWaitsForTurn(s *suite) {
	first, err := s.store.Begin(s.ctx(), nil)
	s.ok(err)
	waiting, done := make(chan struct{}), make(chan error, 1)
	go func() {
		w, err := s.store.Begin(s.ctx(), func() { close(waiting) })
		if err == nil {
			err = errors.Join(w.SetFacts(s.ctx(), "beta", []byte("2")), w.Close())
		}
		done <- err
	}()
	<-waiting
	s.ok(first.SetFacts(s.ctx(), "alpha", []byte("1")))
	s.ok(first.Close())
	s.ok(<-done)
}

func testCancelled(s *suite) {
	s.fill()
	before, version := s.export(), s.version()
	w, err := s.store.Begin(s.ctx(), nil)
	s.ok(err)
	ctx, cancel := context.WithCancel(s.ctx())
	cancel()
	if err := w.SetHostGraph(ctx, alpha, graph.HostState{}, graph.HostGraph{}); !errors.Is(err, context.Canceled) {
		s.Errorf("SetHostGraph: %v", err)
	}
	if _, err := w.AddObservations(ctx, []graph.Observation{record("alpha", 1, "a.exe")}); !errors.Is(err, context.Canceled) {
		s.Errorf("AddObservations: %v", err)
	}
	touched, err := w.Touched(s.ctx())
	s.ok(err)
	s.same("touched", touched, nil)
	s.add(w, record("alpha", 1, "a.exe")) // the writer is still good
	s.same("records", len(s.stored(w, "alpha")), 1)
	s.ok(w.Close())
	s.same("export", s.export(), before)
	if s.version() == version {
		s.Error("the version did not move")
	}
}

// generation is a graph of n processes that all bear its number.
func generation(number, n int) graph.HostGraph {
	g := graph.HostGraph{}
	for i := range n {
		p := process(alpha, fmt.Sprintf("%d-%04d", number%2*i, i), "", int64(i+1), "x.exe")
		p.CommandLine = fmt.Sprintf("generation-%d-", number)
		g.Processes = append(g.Processes, p)
	}
	slices.SortFunc(g.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	return g
}

func testWholeSteps(s *suite) {
	const n = 300
	s.put(map[string]graph.HostGraph{alpha: generation(0, n)})
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				text := s.export()
				lines := strings.Count(text, "\n")
				_, rest, _ := strings.Cut(text, "generation-")
				number, _, _ := strings.Cut(rest, "-")
				if same := strings.Count(text, "generation-"+number+"-"); lines != n || same != n {
					s.Errorf("a reader saw %d lines, %d of generation %s", lines, same, number)
					return
				}
			}
		})
	}
	for i := 1; i <= 10; i++ {
		s.put(map[string]graph.HostGraph{alpha: generation(i, n)})
	}
	close(stop)
	readers.Wait()
}

func testManyReaders(s *suite) {
	s.fill()
	var readers sync.WaitGroup
	for i := range 12 {
		readers.Go(func() {
			for range 5 {
				f := []graph.ProcessFilter{{}, {Host: alpha}, {Text: "exe"}, {User: bob}}[i%4]
				list, err := s.store.Roots(s.ctx(), f, graph.Page{})
				if err != nil || len(list.Items) == 0 {
					s.Errorf("Roots: %d, %v", len(list.Items), err)
				}
				if _, err := s.store.Search(s.ctx(), "exe", f, graph.Page{}); err != nil {
					s.Errorf("Search: %v", err)
				}
				if _, err := s.store.Stats(s.ctx()); err != nil {
					s.Errorf("Stats: %v", err)
				}
			}
		})
	}
	s.write(func(w graph.Writer) {
		for i := range 10 {
			g := betaGraph()
			g.Processes[1].CommandLine = fmt.Sprint("run ", i)
			s.ok(w.SetHostGraph(s.ctx(), beta, graph.HostState{}, g))
		}
	})
	readers.Wait()
}

func testReadWhileWriting(s *suite) {
	const n = 500
	s.write(func(w graph.Writer) {
		var batch []graph.Observation
		for i := range n {
			batch = append(batch, record("alpha", uint64(i+1), "a.exe"))
		}
		s.add(w, batch...)
		seen := 0
		for _, err := range w.Observations(s.ctx(), []string{"alpha"}) {
			s.ok(err)
			if seen++; seen%100 == 0 {
				s.add(w, record("alpha", uint64(n+seen), "late.exe"))
				s.ok(w.SetFacts(s.ctx(), "alpha", []byte(fmt.Sprint(seen))))
			}
		}
		if seen < n {
			s.Errorf("%d records seen of %d", seen, n)
		}
	})
}
