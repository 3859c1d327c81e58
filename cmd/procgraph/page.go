package main

import (
	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/commandline"
	"github.com/procgraph/procgraph/web"
	"github.com/procgraph/procgraph/web/api"
)

// newPage makes the page over a store. is may be nil.
func (f *pageFlags) newPage(a *app, store graph.Store, is *status) (*web.Server, error) {
	o := web.Options{
		Store: store, Capabilities: store.Capabilities(), Addr: f.Addr, Token: f.Token,
		Decode: decode, Logger: a.logger(a.err),
	}
	if is != nil {
		o.Ingest = is.Get
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
