package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
)

// HuntsView lists the hunts.
type HuntsView struct {
	Items []hunts.Hunt `json:"items"`
	// Problems are the user's files that cannot be used.
	Problems []hunts.Problem `json:"problems"`
	// Runnable says that the store answers Cypher, so that hunts can be run.
	Runnable bool `json:"runnable"`
}

// HuntRequest is the body of POST /hunts/run.
type HuntRequest struct {
	Name string `json:"name"`
	// Params are the hunt's parameters; texts are read by the parameter's type.
	// Those that are missing have their defaults.
	Params map[string]any `json:"params,omitempty"`
	// TimeoutSeconds is the longest time, 30 when missing.
	TimeoutSeconds int `json:"timeout_seconds,omitempty"`
}

// HuntQuery is the query of a hunt with the values of its parameters, to be changed
// and run as any other.
type HuntQuery struct {
	Query  string         `json:"query"`
	Params map[string]any `json:"params"`
}

func (a *API) listHunts(context.Context, Values) (any, error) {
	return HuntsView{Items: some(a.hunts.All()), Problems: some(a.hunts.Problems()), Runnable: a.cypher != nil}, nil
}

func (a *API) runHunt(ctx context.Context, _ Values, body io.Reader) (any, error) {
	if a.cypher == nil {
		return nil, errNoCypher
	}
	r, q, err := a.askedHunt(body)
	if err != nil {
		return nil, err
	}
	q.Limits.Rows = min(q.Limits.Rows, maxCypherRows)
	q.Limits.Time = time.Duration(r.TimeoutSeconds) * time.Second
	return a.answerCypher(ctx, q)
}

// huntQuery makes the query and asks no store: a case file does it, too.
func (a *API) huntQuery(_ context.Context, _ Values, body io.Reader) (any, error) {
	_, q, err := a.askedHunt(body)
	if err != nil {
		return nil, err
	}
	return HuntQuery{q.Text, q.Params}, nil
}

// askedHunt reads which hunt is meant, and makes its query.
func (a *API) askedHunt(body io.Reader) (r HuntRequest, q graph.CypherQuery, err error) {
	if err := readJSON(body, &r); err != nil {
		return r, q, err
	}
	if r.TimeoutSeconds < 0 || r.TimeoutSeconds > maxCypherSeconds {
		return r, q, invalid("timeout_seconds must be from 1 to %d", maxCypherSeconds)
	}
	h, err := a.hunts.Get(r.Name)
	if err != nil {
		return r, q, &Error{Status: http.StatusNotFound, Code: CodeNotFound, Message: "there is no hunt " + graph.Excerpt(r.Name), Hint: "All hunts are listed at " + Prefix + "/hunts."}
	}
	q, err = a.hunts.Query(h, r.Params)
	if err != nil {
		return r, q, invalid("%s", err)
	}
	return r, q, nil
}
