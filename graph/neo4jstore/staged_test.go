package neo4jstore_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
)

// generations are graphs of one host that change at random from one to the next.
func generations(count int) []graph.HostGraph {
	r := rand.New(rand.NewSource(3))
	var all []graph.HostGraph
	for range count {
		g := odd(host(60, "alpha"))
		g.Processes = slices.DeleteFunc(g.Processes, func(graph.Process) bool { return r.Intn(4) == 0 })
		g.Sessions = slices.DeleteFunc(g.Sessions, func(graph.LogonSession) bool { return r.Intn(4) == 0 })
		for i := range g.Processes {
			if r.Intn(5) == 0 {
				g.Processes[i].CommandLine, g.Processes[i].Parent = fmt.Sprint(r.Intn(3)), g.Processes[r.Intn(len(g.Processes))].Key
			}
		}
		g.Attempts, g.Warnings, g.Standouts = g.Attempts[r.Intn(5):], g.Warnings[r.Intn(5):], g.Standouts[r.Intn(5):]
		all = append(all, g)
	}
	return append(all, graph.HostGraph{}, all[0])
}

var fixtureUsers = []graph.User{
	{Key: "u:S-1-5-18", SID: "S-1-5-18", Name: `NT AUTHORITY\SYSTEM`},
	{Key: "u:S-1-5-21-1-2-3-1001", Name: `EXAMPLE\alice`},
	{Key: "u:S-1-5-21-1-2-3-1002"},
}

var fixtureHosts = []graph.Host{{Key: "h:alpha", Name: "alpha"}}

// TestStagedEqualsTogether writes the same graphs in one transaction each and in
// stages of few nodes: nodes, properties and relationships come out the same, and
// the same as those of a case that never held anything else.
func TestStagedEqualsTogether(t *testing.T) {
	together, staged := open(t), open(t)
	defer together.Close()
	defer staged.Close()
	for n, g := range generations(3) {
		state := graph.HostState{Directory: fmt.Sprint(n)}
		users := fixtureUsers[:1+n%3]
		put(t, together, state, users, g)
		restore := neo4jstore.SetLimits(0, 20)
		put(t, staged, state, users, g)
		restore()
		want := together.Content(t)
		same(t, fmt.Sprintf("staged, generation %d", n), staged.Content(t), want)
		if n%3 == 1 {
			fresh := open(t)
			put(t, fresh, state, users, g)
			same(t, fmt.Sprintf("fresh, generation %d", n), fresh.Content(t), want)
			check(t, fresh.Close())
		}
		if t.Failed() {
			return
		}
	}
}

func put(t *testing.T, s *neo4jstore.Store, state graph.HostState, users []graph.User, g graph.HostGraph) {
	t.Helper()
	w, err := s.Begin(t.Context(), nil)
	check(t, err)
	defer w.Close()
	check(t, w.SetHostGraph(t.Context(), "h:alpha", state, g))
	check(t, w.SetDirectory(t.Context(), fixtureHosts, users, nil))
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s (-want +got):\n%s", what, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
	}
}

// TestDirectoryAfterGraph: it does not matter whether hosts and users or the
// graphs that name them come first.
func TestDirectoryAfterGraph(t *testing.T) {
	g := odd(host(60, "alpha"))
	first, second, third := open(t), open(t), open(t)
	for _, s := range []*neo4jstore.Store{first, second, third} {
		defer s.Close()
	}
	put(t, first, graph.HostState{}, fixtureUsers, g)
	for n, s := range []*neo4jstore.Store{second, third} {
		restore := func() {}
		if n == 1 {
			restore = neo4jstore.SetLimits(0, 20)
		}
		w, err := s.Begin(t.Context(), nil)
		check(t, err)
		renamed := slices.Clone(fixtureUsers)
		renamed[1].Name = `EXAMPLE\other`
		check(t, w.SetDirectory(t.Context(), fixtureHosts, renamed, nil))
		check(t, w.SetHostGraph(t.Context(), "h:alpha", graph.HostState{}, g))
		check(t, w.SetDirectory(t.Context(), nil, nil, nil))
		check(t, w.SetDirectory(t.Context(), fixtureHosts, fixtureUsers, nil))
		check(t, w.Close())
		restore()
		same(t, fmt.Sprintf("directory first, store %d", n), s.Content(t), first.Content(t))
	}
}
