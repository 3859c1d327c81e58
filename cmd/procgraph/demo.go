package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/procgraph/procgraph/internal/scenario"
	"github.com/procgraph/procgraph/internal/termtext"
)

// demoCase is where the demo goes on a server, beside the real cases.
const demoCase = "demo"

type demoCmd struct {
	pageFlags
	// Store has no environment variable: the demo must not get into a real case by accident.
	Store string `help:"Keep the demo's case in this file, or in the case 'demo' of this Neo4j server; by default it is gone when the demo ends." env:"-" placeholder:"CASE"`
}

func (c *demoCmd) Run(a *app) error {
	if err := c.prepare(a); err != nil {
		return err
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	dir, err := os.MkdirTemp("", "procgraph-demo-")
	if err != nil {
		return fmt.Errorf("making a folder for the demo: %w", err)
	}
	defer os.RemoveAll(dir)
	logs := filepath.Join(dir, "logs")
	if err := os.Mkdir(logs, 0o700); err != nil {
		return fmt.Errorf("making a folder for the demo: %w", err)
	}
	a.say("making the recordings of a small company and an intrusion ...")
	world := scenario.Demo()
	world.OmitTruth = true
	if _, err := scenario.WriteEVTX(a.ctx, logs, world); err != nil {
		return fmt.Errorf("making the recordings: %w", err)
	}
	path := c.Store
	if path == "" {
		path = filepath.Join(dir, "demo.procgraph")
	}
	at := storeFlag{Store: path}
	if at.isServer() {
		at.Case = demoCase
	}
	store, err := a.openWrite(at)
	if err != nil {
		return err
	}
	defer store.Close()
	if _, err := a.ingest(a.ctx, store, []string{logs}, time.Minute, nil); err != nil {
		return err
	}
	stop, err := c.takeImports(a, store, time.Minute)
	if err != nil {
		return err
	}
	defer stop()
	if c.Store != "" {
		a.say("the case is %s", termtext.Escape(at.String()))
	}
	return c.serve(a.ctx, a, store, listener, nil)
}
