package graph

import (
	"errors"
	"strings"
)

// The typed errors. They are wrapped with what was being done; the command line
// and the API turn them into plain words and a status.
var (
	// ErrNotFound: no such process, session, host, user or hunt.
	ErrNotFound = errors.New("not found")
	// ErrInvalid: a filter, cursor or query that cannot be understood.
	ErrInvalid = errors.New("invalid request")
	// ErrBusy: another process writes this case.
	ErrBusy = errors.New("the case is being written by another process")
	// ErrUnsupported: this store cannot do it, see Capabilities.
	ErrUnsupported = errors.New("not supported by this store")
	// ErrUnavailable: the store cannot be reached.
	ErrUnavailable = errors.New("the store cannot be reached")
	// ErrNewer: the store was written by a newer procgraph.
	ErrNewer = errors.New("the case was written by a newer version of procgraph")
	// ErrNotACase: the file is no procgraph case.
	ErrNotACase = errors.New("not a procgraph case file")
)

// Excerpt keeps a message about a long value readable: at most 80 bytes of it.
func Excerpt(s string) string { return ExcerptOf(s, 80) }

// ExcerptOf is at most so many bytes of a value, and dots where there is more.
func ExcerptOf(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}
