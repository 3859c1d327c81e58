package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// storeFlag names the case that a command works on.
type storeFlag struct {
	Store string `help:"The case file." default:"case.procgraph"`
}

// jsonFlag asks for a JSON object instead of text.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print one JSON object on standard output, with values as recorded."`
}

// openRead opens an existing case for reading.
func (a *app) openRead(s storeFlag) (graph.Store, error) {
	if err := checkStore(s.Store); err != nil {
		return nil, err
	}
	store, err := sqlitestore.Open(a.ctx, s.Store, sqlitestore.Options{ReadOnly: true})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noCaseError{s.Store}
	}
	if err != nil {
		return nil, err
	}
	return store, nil
}

// openWrite opens a case for writing; it is made where there is none.
func (a *app) openWrite(s storeFlag) (graph.Store, error) {
	if err := checkStore(s.Store); err != nil {
		return nil, err
	}
	store, err := sqlitestore.Open(a.ctx, s.Store, sqlitestore.Options{})
	if err != nil {
		return nil, err
	}
	return store, nil
}

// exists says whether there is a case (or another file) at the path.
func exists(s storeFlag) bool {
	_, err := os.Stat(s.Store)
	return !errors.Is(err, fs.ErrNotExist)
}

// checkStore refuses addresses of servers: this build has the case file only.
func checkStore(store string) error {
	if store == "" {
		return usageError{"--store is empty", "Name a case file, for example --store case.procgraph."}
	}
	scheme, _, isURI := strings.Cut(store, "://")
	if !isURI {
		return nil
	}
	switch base, _, _ := strings.Cut(strings.ToLower(scheme), "+"); base {
	case "neo4j", "bolt":
		return fmt.Errorf("this build keeps cases in files only and cannot use the %s server: give --store a path", scheme)
	}
	return usageError{fmt.Sprintf("--store takes a path, not the address %s://", scheme), "Name a case file, for example --store case.procgraph."}
}
