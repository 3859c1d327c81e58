package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// CypherRequest is the body of POST /cypher.
type CypherRequest struct {
	Query string `json:"query"`
	// Params are the values of $name in the query; $case and $keyPrefix are bound.
	Params map[string]any `json:"params,omitempty"`
	// Limit is the most rows, 1000 when missing; TimeoutSeconds the longest time, 30 when missing.
	Limit          int `json:"limit,omitempty"`
	TimeoutSeconds int `json:"timeout_seconds,omitempty"`
}

// CypherView is an answer to a query.
type CypherView struct{ graph.CypherAnswer }

// The most that one answer over HTTP holds: it is kept in memory before it is sent.
const (
	maxCypherRows    = 10_000
	maxCypherSeconds = 300
)

var errNoCypher = &Error{Status: http.StatusNotImplemented, Code: CodeUnsupported, Message: "this store is a case file, which does not answer Cypher",
	Hint: "Start a server with 'procgraph neo4j start', copy the case there with 'procgraph store copy --from FILE --to neo4j://127.0.0.1:7687', and serve that with --store."}

func (a *API) cypherModel(context.Context, Values) (any, error) {
	return graph.DocumentedCypher(), nil
}

func (a *API) runCypher(ctx context.Context, _ Values, body io.Reader) (any, error) {
	if a.cypher == nil {
		return nil, errNoCypher
	}
	var r CypherRequest
	if err := readJSON(body, &r); err != nil {
		return nil, err
	}
	if r.Limit < 0 || r.Limit > maxCypherRows {
		return nil, invalid("limit must be from 1 to %d", maxCypherRows)
	}
	if r.TimeoutSeconds < 0 || r.TimeoutSeconds > maxCypherSeconds {
		return nil, invalid("timeout_seconds must be from 1 to %d", maxCypherSeconds)
	}
	return a.answerCypher(ctx, graph.CypherQuery{Text: r.Query, Params: r.Params,
		Limits: graph.CypherLimits{Rows: r.Limit, Time: time.Duration(r.TimeoutSeconds) * time.Second}})
}

// answerCypher runs a query and keeps its answer.
func (a *API) answerCypher(ctx context.Context, q graph.CypherQuery) (any, error) {
	var answer graph.CypherKeeper
	sum, err := a.cypher.RunCypher(ctx, q, &answer)
	if err != nil {
		return nil, err
	}
	return CypherView{answer.Answer(sum)}, nil
}

// cypherError is the answer to a query that could not be run to its end.
func cypherError(e *graph.CypherError) *Error {
	answer := &Error{Status: http.StatusBadRequest, Code: CodeInvalid, Message: e.Message, Hint: e.Hint, Line: e.Line, Column: e.Column}
	switch e.Kind {
	case graph.CypherRefused:
		answer.Status, answer.Code = http.StatusForbidden, CodeForbidden
	case graph.CypherCostly:
		answer.Status, answer.Code = http.StatusUnprocessableEntity, CodeLimit
	case graph.CypherBusy:
		answer.Status, answer.Code = http.StatusTooManyRequests, CodeBusy
	}
	return answer
}
