package main

import (
	"errors"

	"github.com/procgraph/procgraph/internal/termtext"
)

type storeCmd struct {
	Copy  copyCmd  `cmd:"" help:"Copy a case into another store: from a file into a Neo4j server, back, or into another file."`
	Clear clearCmd `cmd:"" help:"Remove everything that a case holds."`
}

type clearCmd struct {
	storeFlag
	Yes bool `help:"Do it: what is removed cannot be brought back." env:"-"`
}

func (c *clearCmd) Run(a *app) error {
	if !c.Yes {
		return usageError{"clearing a case removes everything in it for good", "Add --yes to do it."}
	}
	if err := c.checkStore(); err != nil {
		return err
	}
	if there, err := a.hasCase(c.storeFlag); err != nil {
		return err
	} else if !there {
		a.say("there is no case at %s: nothing to clear", termtext.Escape(c.String()))
		return nil
	}
	store, err := a.openWrite(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Clear(a.ctx); err != nil {
		return err
	}
	a.say("cleared %s", termtext.Escape(c.String()))
	return nil
}

// hasCase says whether there is a case (or another file) to be cleared.
func (a *app) hasCase(s storeFlag) (bool, error) {
	if !s.isServer() {
		return exists(s), nil
	}
	store, err := a.openServer(s, true)
	var none noCaseError
	if errors.As(err, &none) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, store.Close()
}
