package main

import "github.com/procgraph/procgraph/internal/termtext"

type storeCmd struct {
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
	if err := checkStore(c.Store); err != nil {
		return err
	}
	if !exists(c.storeFlag) {
		a.say("there is no case at %s: nothing to clear", termtext.Escape(c.Store))
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
	a.say("cleared %s", termtext.Escape(c.Store))
	return nil
}
