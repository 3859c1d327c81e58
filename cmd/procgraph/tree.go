package main

import (
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

type treeCmd struct {
	storeFlag
	jsonFlag
	Host    string `help:"Only this host: its name or key." placeholder:"HOST"`
	Process string `help:"Only this process and what is below: its key, GUID or HOST:PID." placeholder:"KEY"`
	Depth   int    `help:"How many generations to show." default:"30"`
	Limit   int    `help:"How many processes to show at most." default:"2000"`
}

// hostTree is the tree of one host, or below one process.
type hostTree struct {
	Host     string `json:"host"`
	HostName string `json:"host_name,omitempty"`
	graph.Subtree
}

func (c *treeCmd) Run(a *app) error {
	if c.Depth < 0 || c.Limit < 1 {
		return usageError{"--depth must be 0 or more and --limit 1 or more", ""}
	}
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	trees, left, err := c.trees(a, store)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(struct {
			Trees []hostTree `json:"trees"`
			// HostsLeftOut is the number of hosts for which --limit left no room.
			HostsLeftOut int `json:"hosts_left_out"`
		}{trees, left})
	}
	p := a.printer()
	for i := range trees {
		if i > 0 {
			p.line("")
		}
		printTree(p, &trees[i])
	}
	switch {
	case left > 0:
		p.linef("\n… and %d more hosts: give --host, or a larger --limit", left)
	case len(trees) == 0:
		p.line("The case holds no processes: 'procgraph stats' shows which events were read.")
	}
	return p.done()
}

// trees reads the trees that were asked for. left is the number of hosts that
// were left out because the limit was reached.
func (c *treeCmd) trees(a *app, store graph.Reader) (trees []hostTree, left int, err error) {
	if c.Process != "" {
		return c.below(a, store)
	}
	var hosts []graph.HostSummary
	if c.Host != "" {
		h, err := findHost(a.ctx, store, c.Host)
		if err != nil {
			return nil, 0, err
		}
		hosts = append(hosts, h)
	} else if hosts, err = store.Hosts(a.ctx); err != nil {
		return nil, 0, err
	}
	trees = []hostTree{}
	room := c.Limit
	for _, h := range hosts {
		if h.ProcessCount+h.StubCount == 0 {
			continue
		}
		if room <= 0 {
			left++
			continue
		}
		sub, err := store.Subtree(a.ctx, "", graph.ProcessFilter{Host: h.Key}, c.Depth, room)
		if err != nil {
			return nil, 0, err
		}
		room -= len(sub.Rows)
		trees = append(trees, hostTree{h.Key, h.Name, sub})
	}
	return trees, left, nil
}

// below reads the tree below one process.
func (c *treeCmd) below(a *app, store graph.Reader) ([]hostTree, int, error) {
	top, err := findProcess(a.ctx, store, c.Process)
	if err != nil {
		return nil, 0, err
	}
	if c.Host != "" {
		h, err := findHost(a.ctx, store, c.Host)
		if err != nil {
			return nil, 0, err
		}
		if h.Key != top.Host {
			return nil, 0, fmt.Errorf("%w: process %q is on host %s", graph.ErrNotFound, c.Process, top.HostName)
		}
	}
	sub, err := store.Subtree(a.ctx, top.Key, graph.ProcessFilter{}, c.Depth, c.Limit)
	return []hostTree{{top.Host, top.HostName, sub}}, 0, err
}

func printTree(p *printer, t *hostTree) {
	p.linef("host %s", termtext.Escape(t.HostName))
	printLines(p, treeLines(t.Rows, func(r *graph.ProcessRow) string { return describe(r) }))
	switch {
	case t.Truncated && t.Total > len(t.Rows):
		p.linef("%d of %d processes are shown: a larger --depth or --limit shows more", len(t.Rows), t.Total)
	case t.Truncated:
		p.linef("%d processes are shown; a larger --depth or --limit shows more", len(t.Rows))
	}
}
