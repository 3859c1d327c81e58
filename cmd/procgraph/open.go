package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/internal/neo4jlocal"
)

// storeFlag names the case that a command works on.
type storeFlag struct {
	Store string `help:"The case file, or the address of a Neo4j server (neo4j://, neo4j+s://, bolt://; user and password come from PROCGRAPH_NEO4J_USER and PROCGRAPH_NEO4J_PASSWORD or PROCGRAPH_NEO4J_PASSWORD_FILE)." default:"case.procgraph"`
	Case  string `help:"The case within a Neo4j server." default:"default" placeholder:"NAME"`

	// names are what the flags are called where they are not --store and --case.
	names flagNames
}

// flagNames are the names of the flags that choose a case.
type flagNames struct{ store, inServer string }

// flags returns the names to speak of.
func (s storeFlag) flags() flagNames {
	if s.names != (flagNames{}) {
		return s.names
	}
	return flagNames{"--store", "--case"}
}

// of makes an error know the flag by which its case was chosen.
func (s storeFlag) of(err error) error {
	return caseError{err, s.flags().store}
}

// String names the case for the user. No address holds a password, see checkStore.
func (s storeFlag) String() string {
	if s.isServer() && s.Case != "" && s.Case != neo4jstore.DefaultCase {
		return s.Store + ", case " + s.Case
	}
	return s.Store
}

// isServer says whether the store is the address of a Neo4j server.
func (s storeFlag) isServer() bool {
	scheme, _, isURI := strings.Cut(s.Store, "://")
	base, _, _ := strings.Cut(strings.ToLower(scheme), "+")
	return isURI && (base == "neo4j" || base == "bolt")
}

// jsonFlag asks for a JSON object instead of text.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print one JSON object on standard output, with values as recorded."`
}

// openRead opens an existing case for reading.
func (a *app) openRead(s storeFlag) (graph.Store, error) {
	if err := s.checkStore(); err != nil {
		return nil, err
	}
	if s.isServer() {
		return a.openServer(s, true)
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
	if err := s.checkStore(); err != nil {
		return nil, err
	}
	if s.isServer() {
		return a.openServer(s, false)
	}
	store, err := sqlitestore.Open(a.ctx, s.Store, sqlitestore.Options{})
	if err != nil {
		return nil, err
	}
	return store, nil
}

// openServer opens a case in a Neo4j server.
func (a *app) openServer(s storeFlag, readOnly bool) (graph.Store, error) {
	user, password, err := serverCredentials(s.Store, os.Getenv)
	if err != nil {
		return nil, err
	}
	store, err := neo4jstore.Open(a.ctx, neo4jstore.Options{URI: s.Store, User: user, Password: password, Case: s.Case, ReadOnly: readOnly})
	switch {
	case errors.Is(err, graph.ErrNotFound):
		return nil, noCaseError{s.String()}
	case errors.Is(err, graph.ErrInvalid):
		flag := s.flags()
		return nil, usageError{err.Error(), fmt.Sprintf("%s takes a case file or the address of a Neo4j server, %s the name of a case there.", flag.store, flag.inServer)}
	case err != nil:
		return nil, err
	}
	return store, nil
}

// The variables that hold the credentials of a Neo4j server. They are no flags:
// a command line is seen by every user of the computer.
const (
	serverUserVariable         = "PROCGRAPH_NEO4J_USER"
	serverPasswordVariable     = "PROCGRAPH_NEO4J_PASSWORD"
	serverPasswordFileVariable = "PROCGRAPH_NEO4J_PASSWORD_FILE"
)

// serverCredentials finds user and password: the environment, else those of the
// local server that listens at the address, else none.
func serverCredentials(uri string, env func(string) string) (user, password string, err error) {
	user, password = env(serverUserVariable), env(serverPasswordVariable)
	file := env(serverPasswordFileVariable)
	switch {
	case password != "" && file != "":
		return "", "", usageError{serverPasswordVariable + " and " + serverPasswordFileVariable + " are both set", "Set one of them."}
	case file != "":
		text, err := os.ReadFile(file)
		if err != nil {
			return "", "", fmt.Errorf("reading the password of the Neo4j server: %w", err)
		}
		password = strings.TrimRight(string(text), "\r\n")
	}
	if user == "" && password == "" {
		user, password, _ = neo4jlocal.Credentials(uri)
		return user, password, nil
	}
	if user == "" {
		user = "neo4j"
	}
	return user, password, nil
}

// exists says whether there is a case file (or another file) at the path.
func exists(s storeFlag) bool {
	_, err := os.Stat(s.Store)
	return !errors.Is(err, fs.ErrNotExist)
}

// checkStore refuses what cannot be a store, and credentials in an address.
func (s storeFlag) checkStore() error {
	flag := s.flags()
	if s.Store == "" {
		return usageError{flag.store + " is empty", fmt.Sprintf("Name a case file, for example %s case.procgraph.", flag.store)}
	}
	if s.isServer() {
		if err := neo4jstore.CheckURI(s.Store); err != nil {
			return usageError{err.Error(), fmt.Sprintf("Give %s an address like neo4j://localhost:7687.", flag.store)}
		}
		return nil
	}
	if scheme, _, isURI := strings.Cut(s.Store, "://"); isURI {
		return usageError{fmt.Sprintf("%s takes a path or the address of a Neo4j server, not %s://", flag.store, scheme), fmt.Sprintf("Name a case file, for example %s case.procgraph.", flag.store)}
	}
	if s.Case != "" && s.Case != neo4jstore.DefaultCase {
		return usageError{flag.inServer + " chooses among the cases of a Neo4j server; a case file holds one", fmt.Sprintf("Leave %s out, or give another %s.", flag.inServer, flag.store)}
	}
	return nil
}
