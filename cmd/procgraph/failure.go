package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// errLosses ends a command that did its work but could not use all of its
// input. The report has said what; nothing more is printed.
var errLosses = errors.New("done with losses")

// usageError is a command line that cannot be meant; next says what to write instead.
type usageError struct{ sentence, next string }

func (e usageError) Error() string { return e.sentence }

// noCaseError: the store does not exist.
type noCaseError struct{ path string }

func (e noCaseError) Error() string { return "there is no case at " + e.path }

// ambiguousError: several processes answer to what was asked for.
type ambiguousError struct {
	asked      string
	candidates []string // one line each
}

func (e ambiguousError) Error() string {
	return fmt.Sprintf("%q is more than one process: %s", e.asked, strings.Join(e.candidates, "; "))
}

// caseError is an error of a case that was chosen by another flag than --store.
type caseError struct {
	error
	flag string
}

func (e caseError) Unwrap() error { return e.error }

// explain puts an error into plain words: what is wrong, and what to do next.
// Both may hold text from logs and paths and are to be escaped.
func explain(err error) (sentence, next string) {
	var usage usageError
	var noCase noCaseError
	flag := "--store"
	if of := (caseError{}); errors.As(err, &of) {
		flag = of.flag
	}
	var advised interface{ Next() string } // an error that knows what to do
	switch {
	case errors.As(err, &usage):
		return usage.sentence, usage.next
	case errors.As(err, &noCase):
		return "no case here (" + noCase.path + "): run 'procgraph ingest FILES' first", "Or name another case with " + flag + "."
	case errors.As(err, &advised):
		return err.Error(), advised.Next()
	case errors.Is(err, graph.ErrBusy):
		return "another procgraph is writing this case", "Wait until it has ended, or use another case with " + flag + "."
	case errors.Is(err, graph.ErrNewer):
		return err.Error(), "Use that version of procgraph or a later one, or a new case with " + flag + "."
	case errors.Is(err, graph.ErrNotACase):
		return err.Error(), "The file was not touched. Name a case, or a path where there is no file yet, with " + flag + "."
	case errors.Is(err, graph.ErrUnavailable):
		return err.Error(), "Check the address and that the server runs."
	case errors.Is(err, graph.ErrNotFound):
		return err.Error(), "Find keys with 'procgraph search TEXT' or 'procgraph tree --json'."
	case errors.Is(err, context.Canceled):
		return "stopped", "What was read is kept; the same command again completes it."
	case errors.Is(err, fs.ErrNotExist):
		return err.Error(), "Check the path."
	case errors.Is(err, fs.ErrPermission):
		return err.Error(), "Check who may read and write there."
	}
	return err.Error(), ""
}
