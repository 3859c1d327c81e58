package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/internal/importqueue"
	"github.com/procgraph/procgraph/internal/termtext"
)

type serveCmd struct {
	storeFlag
	waitFlag
	pageFlags
	ReadOnly bool     `help:"Change nothing: no notes and no imports in the page."`
	Paths    []string `arg:"" optional:"" name:"path" help:"Files, folders and archives to read into the case while the page is shown."`
}

// pageFlags say where the page is served.
type pageFlags struct {
	noBrowserFlag
	huntsFlag
	Addr  string `help:"Address and port to serve the page on; port 0 takes a free one." default:"127.0.0.1:7475"`
	Token string `help:"What a browser has to show; required for addresses other than this computer's own."`
	// MaxImport bounds what a page may send.
	MaxImport int64 `help:"The largest file that the page may send to be read, in MiB." default:"8192"`

	library *hunts.Library
	imports *importqueue.Queue // nil: the page takes no files and no notes
}

// prepare refuses flags that cannot be meant and loads the hunts: what can fail at
// once fails before anything is read or made.
func (f *pageFlags) prepare(a *app) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	if f.MaxImport < 1 || f.MaxImport > 1<<20 {
		return usageError{"--max-import is a number of MiB from 1 to 1048576", ""}
	}
	f.library, err = f.load(a)
	return err
}

// takeImports lets the page change the case until stop is called.
func (f *pageFlags) takeImports(a *app, store graph.Store, wait time.Duration) (stop func(), err error) {
	f.imports, err = importqueue.New(importqueue.Options{Store: store, Limit: f.MaxImport << 20, Wait: wait, Explain: explain, Logger: a.logger(a.err)})
	if err != nil {
		return nil, err
	}
	return func() {
		if err := f.imports.Close(); err != nil {
			a.say("removing what was sent: %s", termtext.Escape(err.Error()))
		}
	}, nil
}

func (c *serveCmd) Run(a *app) error {
	if err := c.prepare(a); err != nil {
		return err
	}
	if c.ReadOnly && len(c.Paths) > 0 {
		return usageError{"--read-only does not go with paths to read", "Leave out one of them."}
	}
	store, writable, err := c.open(a)
	if err != nil {
		return err
	}
	defer store.Close()
	if writable {
		stop, err := c.takeImports(a, store, c.Wait)
		if err != nil {
			return err
		}
		defer stop()
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	if len(c.Paths) == 0 {
		return c.serve(a.ctx, a, store, listener, nil)
	}
	return c.serveWhileReading(a, store, listener)
}

// serveWhileReading shows the page at once and reads the paths beside it. Its
// error is the page's, else the reading's.
func (c *serveCmd) serveWhileReading(a *app, store graph.Store, listener net.Listener) error {
	ctx, stop := context.WithCancel(a.ctx)
	is := newStatus()
	read := make(chan error, 1)
	go func() {
		report, err := a.ingest(ctx, store, c.Paths, c.Wait, is)
		if err == nil {
			a.say("read: %d records used, %d of other events, %d duplicates, %d could not be used",
				report.Used, report.Ignored, report.Duplicates, report.Rejected)
			if report.Losses() {
				err = errLosses
			}
		} else if ctx.Err() == nil {
			sentence, _ := explain(err)
			a.say("reading ended early: %s", termtext.Escape(sentence))
		}
		read <- err
	}()
	err := c.serve(ctx, a, store, listener, is)
	stop()
	readErr := <-read
	if err != nil {
		return err
	}
	return readErr
}

// open opens the case: for writing where paths are to be read; else an existing one,
// for writing where that is allowed.
func (c *serveCmd) open(a *app) (store graph.Store, writable bool, err error) {
	if len(c.Paths) > 0 {
		store, err = a.openWrite(c.storeFlag)
		return store, true, err
	}
	store, readErr := a.openRead(c.storeFlag)
	if readErr != nil && (c.ReadOnly || !errors.Is(readErr, graph.ErrUnsupported)) || c.ReadOnly {
		return store, false, readErr
	}
	// A case of an older version (ErrUnsupported) is brought up to date by opening it for writing.
	if writing, err := a.openWrite(c.storeFlag); err == nil {
		if readErr == nil {
			store.Close()
		}
		return writing, true, nil
	} else if readErr == nil {
		a.say("the case is open for reading only: %s", termtext.Escape(err.Error()))
	}
	return store, false, readErr
}

// check refuses an address that others can reach without a token.
func (f *pageFlags) check() error {
	host, _, err := net.SplitHostPort(f.Addr)
	if err != nil {
		return usageError{fmt.Sprintf("--addr %q is no ADDRESS:PORT", f.Addr), "Write it like 127.0.0.1:7475 or [::1]:7475."}
	}
	ip := net.ParseIP(host)
	if f.Token == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usageError{fmt.Sprintf("--addr %s can be reached from other computers", f.Addr),
			"Give a --token (or PROCGRAPH_TOKEN) that a browser has to show, or keep to 127.0.0.1."}
	}
	return nil
}

func (f *pageFlags) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", f.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use, perhaps by another procgraph: give another --addr, for example 127.0.0.1:0", f.Addr)
	}
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", f.Addr, err)
	}
	return listener, nil
}

// serve shows the page until ctx ends. is may be nil.
func (f *pageFlags) serve(ctx context.Context, a *app, store graph.Store, listener net.Listener, is *status) error {
	page, err := f.newPage(a, store, is, f.imports)
	if err != nil {
		return err
	}
	if err := a.announce("http://"+listener.Addr().String()+"/", f.Token, f.NoBrowser); err != nil {
		return err
	}
	return page.Serve(ctx, listener)
}
