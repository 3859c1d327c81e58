package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/procgraph/procgraph/graph"
)

// Code is the stable name of an error in the envelope.
type Code string

// The codes. None is ever renamed.
const (
	CodeNotFound         Code = "not_found"
	CodeInvalid          Code = "invalid"
	CodeUnsupported      Code = "unsupported"
	CodeUnavailable      Code = "unavailable"
	CodeUnauthorized     Code = "unauthorized"
	CodeForbidden        Code = "forbidden"
	CodeBusy             Code = "busy"
	CodeInternal         Code = "internal"
	CodeMethodNotAllowed Code = "method_not_allowed"
	CodeTooLarge         Code = "too_large"
	CodeLimit            Code = "limit"
)

// StatusClientClosed is the status noted when the client went away before the
// answer; nobody receives it. The number is the one that reverse proxies use.
const StatusClientClosed = 499

// Error is the error of the envelope.
type Error struct {
	// Status is the HTTP status and no part of the envelope.
	Status  int    `json:"-"`
	Code    Code   `json:"code"`
	Message string `json:"message"`
	// Hint says what to do next.
	Hint string `json:"hint"`
	// Line and Column say where in a query, from 1.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// Error implements error.
func (e *Error) Error() string { return e.Message }

// as is an error without a place.
func as(status int, code Code, message, hint string) Error {
	return Error{Status: status, Code: code, Message: message, Hint: hint}
}

// badRequest is graph.ErrInvalid with words that are meant for the caller.
type badRequest struct{ words string }

func (e *badRequest) Error() string { return e.words }
func (e *badRequest) Unwrap() error { return graph.ErrInvalid }

func invalid(format string, args ...any) error { return &badRequest{fmt.Sprintf(format, args...)} }

// statuses is the one table from errors to answers; the first that matches counts.
// An empty Message is made from the error or the endpoint.
var statuses = []struct {
	is     error
	answer Error
}{
	{context.Canceled, as(StatusClientClosed, CodeUnavailable, "the request was cancelled", "Ask again.")},
	{context.DeadlineExceeded, as(http.StatusServiceUnavailable, CodeUnavailable, "the query took too long and was stopped", "Narrow it down: choose a host, a time span or a smaller depth.")},
	{graph.ErrNotFound, as(http.StatusNotFound, CodeNotFound, "", "A later ingest may have replaced it. Search for it, or start from the overview.")},
	{graph.ErrInvalid, as(http.StatusBadRequest, CodeInvalid, "", "Correct the address. All parameters are described in "+Prefix+"/openapi.json.")},
	{graph.ErrBusy, as(http.StatusConflict, CodeBusy, "the case is being written by another process", "Wait until its ingest has ended, then ask again.")},
	{graph.ErrUnsupported, as(http.StatusNotImplemented, CodeUnsupported, "this store cannot do that", "Use a store that can, for example Neo4j for Cypher.")},
	{graph.ErrUnavailable, as(http.StatusServiceUnavailable, CodeUnavailable, "the store cannot be reached", "Check that the store is running and that its address and credentials are right, then ask again.")},
	{graph.ErrNewer, as(http.StatusInternalServerError, CodeInternal, "the case was written by a newer version of procgraph", "Open it with that version.")},
	{graph.ErrNotACase, as(http.StatusInternalServerError, CodeInternal, "the store is not a procgraph case", "Start procgraph with the right --store.")},
}

// internal answers everything else: what went wrong stands in the log, not in the answer.
var internal = as(http.StatusInternalServerError, CodeInternal, "something went wrong inside procgraph", "The program's log says what. Ask again; if it stays, report it with that log.")

// ErrorFor returns the answer to err. subject names what a key stood for; it may be "".
func ErrorFor(err error, subject string) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var query *graph.CypherError
	if errors.As(err, &query) {
		return cypherError(query)
	}
	for _, s := range statuses {
		if !errors.Is(err, s.is) {
			continue
		}
		answer := s.answer
		if answer.Message == "" {
			answer.Message = messageFor(err, subject)
		}
		return &answer
	}
	answer := internal
	return &answer
}

// messageFor words the errors that depend on the request.
func messageFor(err error, subject string) string {
	var bad *badRequest
	switch {
	case errors.As(err, &bad):
		return bad.words
	case errors.Is(err, graph.ErrInvalid):
		return graph.Excerpt(err.Error())
	case subject != "":
		return "there is no " + subject + " with this key"
	}
	return "there is no such thing in this case"
}
