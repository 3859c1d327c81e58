// Package derive keeps the graph in a store up to date with the observations in
// it: it reads what the touched hosts have, resolves them, and writes the
// difference. It can be stopped at any moment; the next run completes it.
package derive

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/resolve"
	"github.com/procgraph/procgraph/graph/standout"
)

// rules is the version of all that makes a graph out of records: packages resolve
// and standout, and what is taken of the directory. It moves on with every change
// by which the same records give another graph, so that the next run over an older
// case makes its graph anew.
const rules = 4

// keepResolved bounds the observations whose resolved hosts are kept in memory
// between the two passes, some 400 bytes each; hosts beyond it are read and
// resolved twice, unless there is only one.
const keepResolved = 1_500_000

// Result tells what a run did.
type Result struct {
	// Hosts is the number of hosts that were resolved.
	Hosts int
	// Duplicates is how many more records than before turned out to be copies,
	// once the spellings of a host's name were known to be one host.
	Duplicates int
}

// run is one run over a store.
type run struct {
	w       graph.Writer
	facts   map[string]resolve.Facts // by computer
	states  map[string]graph.HostState
	kept    map[string]*resolve.Host // by host key
	budget  int
	onHost  func(done, total int)
	touched map[string]bool // computers
}

// Graph brings the graph up to date. onHost, when not nil, is told of progress.
func Graph(ctx context.Context, w graph.Writer, onHost func(done, total int)) (Result, error) {
	r := &run{w: w, kept: map[string]*resolve.Host{}, budget: keepResolved, onHost: onHost, touched: map[string]bool{}}
	if err := r.load(ctx); err != nil {
		return Result{}, err
	}
	if len(r.touched) == 0 && !r.outdated() {
		return Result{}, nil
	}
	defer limitMemory(resolvingLimit)()
	if err := r.gatherFacts(ctx); err != nil {
		return Result{}, err
	}
	return r.write(ctx, resolve.NewDirectory(r.facts))
}

// load reads what the store knows of computers and hosts.
func (r *run) load(ctx context.Context) error {
	touched, err := r.w.Touched(ctx)
	if err != nil {
		return fmt.Errorf("reading which hosts have new records: %w", err)
	}
	raw, err := r.w.Facts(ctx)
	if err != nil {
		return fmt.Errorf("reading the facts of the hosts: %w", err)
	}
	r.facts = make(map[string]resolve.Facts, len(raw)+len(touched))
	for computer, data := range raw {
		if r.facts[computer], err = resolve.DecodeFacts(data); err != nil {
			return err
		}
	}
	for _, computer := range touched {
		r.touched[computer] = true
		if _, ok := r.facts[computer]; !ok {
			r.facts[computer] = resolve.Facts{}
		}
	}
	if r.states, err = r.w.HostDigests(ctx); err != nil {
		return fmt.Errorf("reading the state of the hosts: %w", err)
	}
	return nil
}

// groups are the hosts that the known computer names make.
func (r *run) groups() []resolve.Group {
	computers := make([]string, 0, len(r.facts))
	for c := range r.facts {
		computers = append(computers, c)
	}
	slices.Sort(computers)
	return resolve.GroupHosts(computers)
}

// outdated says whether older rules made the graph of a host.
func (r *run) outdated() bool {
	for _, state := range r.states {
		if state.Rules != rules {
			return true
		}
	}
	return false
}

// stale says whether a host has new records or other spellings than before, or a
// graph made by older rules.
func (r *run) stale(g resolve.Group) bool {
	state, ok := r.states[g.Key]
	return !ok || state.Rules != rules || !slices.Equal(state.Computers, g.Computers) || slices.ContainsFunc(g.Computers, func(c string) bool { return r.touched[c] })
}

// gatherFacts resolves each stale host for its facts and keeps them. The facts
// stand under the first spelling; the others keep only their spellings.
func (r *run) gatherFacts(ctx context.Context) error {
	stale := slices.DeleteFunc(r.groups(), func(g resolve.Group) bool { return !r.stale(g) })
	for _, g := range stale {
		h, n, err := r.resolve(ctx, g)
		if err != nil {
			return err
		}
		facts := h.Facts()
		for i, computer := range g.Computers {
			f := resolve.Facts{}
			if i == 0 {
				f = facts
			}
			data, err := f.Encode()
			if err != nil {
				return err
			}
			if err := r.w.SetFacts(ctx, computer, data); err != nil {
				return fmt.Errorf("keeping the facts of %s: %w", g.Name, err)
			}
			r.facts[computer] = f
		}
		if n <= r.budget || len(stale) == 1 {
			r.kept[g.Key], r.budget = h, r.budget-n
		}
	}
	return nil
}

// resolve reads and resolves one host. n is the number of its observations.
func (r *run) resolve(ctx context.Context, g resolve.Group) (h *resolve.Host, n int, err error) {
	records := resolve.NewRecords()
	for o, err := range r.w.Observations(ctx, g.Computers) {
		if err != nil {
			return nil, 0, fmt.Errorf("reading the records of %s: %w", g.Name, err)
		}
		records.Add(o)
	}
	ranges, err := r.w.RecordRanges(ctx, g.Computers)
	if err != nil {
		return nil, 0, fmt.Errorf("reading the record numbers of %s: %w", g.Name, err)
	}
	n = records.Len()
	return records.Resolve(ranges), n, nil
}

// write names everything by the directory and writes what changed.
func (r *run) write(ctx context.Context, d *resolve.Directory) (Result, error) {
	var result Result
	if err := r.w.SetDirectory(ctx, d.Hosts(), d.Users(), d.Warnings()); err != nil {
		return result, fmt.Errorf("writing hosts and users: %w", err)
	}
	present := map[string]bool{}
	var todo []resolve.Group
	for _, g := range d.Groups() {
		present[g.Key] = true
		if r.stale(g) || r.states[g.Key].Directory != d.Digest(g.Key) {
			todo = append(todo, g)
		}
	}
	if err := r.removeGone(ctx, present, &result); err != nil {
		return result, err
	}
	who := newNames(d)
	for i, g := range todo {
		if err := r.writeHost(ctx, d, g, who, &result); err != nil {
			return result, err
		}
		if r.onHost != nil {
			r.onHost(i+1, len(todo))
		}
	}
	return result, nil
}

// removeGone removes the graphs of hosts whose key no host has any more.
func (r *run) removeGone(ctx context.Context, present map[string]bool, result *Result) error {
	for key, state := range r.states {
		if present[key] {
			continue
		}
		if err := r.w.RemoveHostGraph(ctx, key); err != nil {
			return fmt.Errorf("removing %s: %w", key, err)
		}
		result.Duplicates -= state.Duplicates
	}
	return nil
}

func (r *run) writeHost(ctx context.Context, d *resolve.Directory, g resolve.Group, who names, result *Result) error {
	h := r.kept[g.Key]
	delete(r.kept, g.Key)
	if h == nil {
		var err error
		if h, _, err = r.resolve(ctx, g); err != nil {
			return err
		}
	}
	nodes := h.HostGraph(d, g.Key)
	nodes.Standouts = standout.Find(&nodes, who)
	state := graph.HostState{Computers: g.Computers, Directory: d.Digest(g.Key), Duplicates: h.Dropped(), Rules: rules}
	if len(nodes.Processes) >= manyProcesses {
		debug.FreeOSMemory() // what resolving took, before the store takes its own
		defer limitMemory(writingLimit)()
	}
	if err := r.w.SetHostGraph(ctx, g.Key, state, nodes); err != nil {
		return fmt.Errorf("writing the graph of %s: %w", g.Name, err)
	}
	result.Hosts++
	result.Duplicates += h.Dropped() - r.states[g.Key].Duplicates
	return nil
}
