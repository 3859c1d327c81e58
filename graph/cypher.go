package graph

import (
	"context"
	"fmt"
	"time"
)

// CypherRunner answers Cypher queries that only read. A store that has it says
// so in Capabilities.Cypher.
type CypherRunner interface {
	// RunCypher runs one query and hands its answer to out while it arrives: Columns
	// once, then Row for each row. An error of out ends the query and is returned.
	// The query ends when ctx does.
	//
	// A query that is refused, wrong or too costly gives a *CypherError. Reaching a
	// limit after the first row is no error: the summary says so.
	RunCypher(ctx context.Context, q CypherQuery, out CypherSink) (CypherSummary, error)
}

// CypherQuery is a question in Cypher.
type CypherQuery struct {
	Text string
	// Params are the values of $name in the text: nil, bool, int64, float64, string, and
	// []any and map[string]any of these. $case and $keyPrefix are bound by the store.
	Params map[string]any
	Limits CypherLimits
}

// CypherLimits bound an answer. A zero member takes the default; more than the
// most is cut down to it.
type CypherLimits struct {
	// Rows is the number of rows that are handed over.
	Rows int
	// Bytes is the size of the rows as JSON.
	Bytes int64
	// Time is how long the query may run.
	Time time.Duration
}

// The limits that are taken where none are given, and the widest ones.
const (
	DefaultCypherRows  = 1000
	MaxCypherRows      = 1_000_000
	DefaultCypherBytes = 8 << 20
	MaxCypherBytes     = 256 << 20
	DefaultCypherTime  = 30 * time.Second
	MaxCypherTime      = 10 * time.Minute
)

// Bounded returns the limits with defaults in place of zeros, none above the most.
func (l CypherLimits) Bounded() CypherLimits {
	return CypherLimits{
		Rows:  bounded(l.Rows, DefaultCypherRows, MaxCypherRows),
		Bytes: bounded(l.Bytes, DefaultCypherBytes, MaxCypherBytes),
		Time:  bounded(l.Time, DefaultCypherTime, MaxCypherTime),
	}
}

func bounded[T int | int64 | time.Duration](v, standard, most T) T {
	if v <= 0 {
		return standard
	}
	return min(v, most)
}

// CypherSink takes an answer. The row is the sink's to keep.
type CypherSink interface {
	Columns(names []string) error
	Row(values []any) error
}

// CypherLimit names the limit that ended an answer early.
type CypherLimit string

// The limits. The empty one says that the answer is whole.
const (
	CypherWhole      CypherLimit = ""
	CypherRowLimit   CypherLimit = "rows"
	CypherByteLimit  CypherLimit = "bytes"
	CypherTimeLimit  CypherLimit = "time"
	CypherStoreLimit CypherLimit = "memory"
)

// CypherSummary tells how an answer ended.
type CypherSummary struct {
	// Rows is the number of rows handed over.
	Rows int
	// Limit is what cut the answer short: there is more than these rows.
	Limit CypherLimit
	// Limits are the ones that held.
	Limits CypherLimits
	// Took is the time from asking to the last row.
	Took time.Duration
	// Notices are sentences for the user, for example that the answer covers all cases of a server.
	Notices []string
}

// String says how many rows there are: "12 rows", or "first 1000 of more".
func (s CypherSummary) String() string {
	n := fmt.Sprintf("%d rows", s.Rows)
	if s.Rows == 1 {
		n = "1 row"
	}
	switch s.Limit {
	case CypherRowLimit:
		return fmt.Sprintf("first %d of more: raise the limit to see them", s.Rows)
	case CypherByteLimit:
		return fmt.Sprintf("first %d of more: an answer is cut at %d MB; ask for fewer columns or properties", s.Rows, s.Limits.Bytes>>20)
	case CypherTimeLimit:
		return fmt.Sprintf("first %d of more: the query was stopped after %s", s.Rows, s.Limits.Time)
	case CypherStoreLimit:
		return fmt.Sprintf("first %d of more: the query came to the server's memory limit", s.Rows)
	}
	return n
}

// CypherAnswer is a whole answer, with the members that the API and --json give it.
type CypherAnswer struct {
	Columns []string `json:"columns"`
	// Rows hold a value for each column. Nodes, relationships and paths are objects
	// with "$type"; whole numbers beyond 2^53 are text; times are RFC 3339 in UTC.
	Rows [][]any `json:"rows"`
	// Truncated names the limit that cut the answer short: rows, bytes, time or memory.
	Truncated CypherLimit `json:"truncated,omitempty"`
	// Summary says in words how many rows there are.
	Summary string `json:"summary"`
	// Notices are what the user should know about the answer.
	Notices []string `json:"notices,omitempty"`
	TookMS  int64    `json:"took_ms"`
}

// CypherKeeper is a CypherSink that keeps the answer; the runner's limits bound it.
type CypherKeeper struct{ answer CypherAnswer }

// Columns implements CypherSink.
func (k *CypherKeeper) Columns(names []string) error {
	k.answer.Columns = names
	return nil
}

// Row implements CypherSink.
func (k *CypherKeeper) Row(values []any) error {
	k.answer.Rows = append(k.answer.Rows, values)
	return nil
}

// Answer is what was kept, with how it ended; Columns and Rows are never nil.
func (k *CypherKeeper) Answer(sum CypherSummary) CypherAnswer {
	a := k.answer
	if a.Columns == nil {
		a.Columns = []string{}
	}
	if a.Rows == nil {
		a.Rows = [][]any{}
	}
	a.Truncated, a.Summary, a.Notices, a.TookMS = sum.Limit, sum.String(), sum.Notices, sum.Took.Milliseconds()
	return a
}

// CypherErrorKind says what is wrong with a query.
type CypherErrorKind string

// The kinds of errors.
const (
	// CypherWrong: the query or a parameter cannot be understood, or fails on a value.
	CypherWrong CypherErrorKind = "wrong"
	// CypherRefused: the query would do something other than reading this graph, or
	// is of a form that the server could not be held to a limit on.
	CypherRefused CypherErrorKind = "refused"
	// CypherCostly: a limit ended the query before its first row.
	CypherCostly CypherErrorKind = "costly"
	// CypherBusy: as many queries run as may at once.
	CypherBusy CypherErrorKind = "busy"
)

// CypherError is an answer to a query that could not be run to its end. It is
// an ErrInvalid, or ErrBusy for CypherBusy.
type CypherError struct {
	Kind CypherErrorKind
	// Message says what is wrong, Hint what to do; both may quote the query.
	Message, Hint string
	// Code is the server's own code; empty when it was not asked.
	Code string
	// Line and Column count from 1 in the text as given, columns in characters; 0: not known.
	Line, Column int
}

// Error implements error.
func (e *CypherError) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}

// Next says what to do.
func (e *CypherError) Next() string { return e.Hint }

// Unwrap says which typed error of this package it is.
func (e *CypherError) Unwrap() error {
	if e.Kind == CypherBusy {
		return ErrBusy
	}
	return ErrInvalid
}
