package main

import (
	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/commandline"
	"github.com/procgraph/procgraph/internal/importqueue"
	"github.com/procgraph/procgraph/web"
	"github.com/procgraph/procgraph/web/api"
)

// newPage makes the page over a store. is and imports may be nil: nothing is read, or can be.
func (f *pageFlags) newPage(a *app, store graph.Store, is *status, imports *importqueue.Queue) (*web.Server, error) {
	o := web.Options{
		Store: store, Capabilities: store.Capabilities(), Addr: f.Addr, Token: f.Token,
		Hunts: f.library, Decode: decode, Logger: a.logger(a.err),
	}
	o.Ingest = importStatus(is, nil)
	if imports != nil {
		o.Ingest, o.Importer, o.Notes = importStatus(is, imports), imports, store
	}
	if runner, ok := store.(graph.CypherRunner); ok {
		o.Cypher = runner
	}
	return web.New(o)
}

// decode shows what a command line gives PowerShell in encoded form.
func decode(commandLine string) []api.Decoded {
	var list []api.Decoded
	for _, d := range commandline.DecodePowerShell(commandLine) {
		list = append(list, api.Decoded{Kind: d.Kind, Text: d.Text})
	}
	return list
}
