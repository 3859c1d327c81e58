package main

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

type searchCmd struct {
	storeFlag
	jsonFlag
	Text  []string `arg:"" help:"Words in the image, command line, user or hash; all must be there."`
	Host  string   `help:"Only this host: its name or key." placeholder:"HOST"`
	Limit int      `help:"How many processes to show at most." default:"100"`
}

func (c *searchCmd) Run(a *app) error {
	if c.Limit < 1 {
		return usageError{"--limit must be 1 or more", ""}
	}
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	var filter graph.ProcessFilter
	if c.Host != "" {
		h, err := findHost(a.ctx, store, c.Host)
		if err != nil {
			return err
		}
		filter.Host = h.Key
	}
	found, err := c.pages(a, store, filter)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(found)
	}
	p := a.printer()
	printFound(p, &found)
	return p.done()
}

// pages reads as many pages as the limit asks for.
func (c *searchCmd) pages(a *app, store graph.Reader, filter graph.ProcessFilter) (graph.List[graph.ProcessRow], error) {
	query := strings.Join(c.Text, " ")
	all := graph.List[graph.ProcessRow]{Items: []graph.ProcessRow{}}
	for after := ""; ; {
		page, err := store.Search(a.ctx, query, filter, graph.Page{After: after, Limit: min(c.Limit-len(all.Items), graph.MaxPage)})
		if err != nil {
			return all, err
		}
		all.Items = append(all.Items, page.Items...)
		all.Next, all.Total, all.Of = page.Next, page.Total, page.Of
		if after = page.Next; after == "" || len(all.Items) >= c.Limit {
			return all, nil
		}
	}
}

func printFound(p *printer, found *graph.List[graph.ProcessRow]) {
	if len(found.Items) == 0 {
		p.linef("none of %d processes matches; the search of the page ('procgraph serve') finds hosts, users and logons too", found.Of)
		return
	}
	t := table{head: []string{"START", "HOST", "USER", "PID", "IMAGE", "KEY", "COMMAND LINE"}}
	for i := range found.Items {
		r := &found.Items[i]
		start := clock(r.Start)
		if !r.Start.Known() && r.StartHint.Known() {
			start = "~" + clock(r.StartHint)
		}
		t.add(start, termtext.Escape(r.HostName), termtext.Escape(r.UserName), pidOf(r), imageOf(r), termtext.Escape(r.Key),
			termtext.Cut(termtext.Escape(r.CommandLine), mostCommand))
	}
	t.print(p)
	if found.Total > len(found.Items) {
		p.linef("%d of %d matches are shown: a larger --limit shows more", len(found.Items), found.Total)
	}
}
