package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/importjob"
)

// JSONBody is the content type of most actions.
const JSONBody = "application/json"

// Action is an address that answers POST or PUT: it does something, or its question does
// not fit into an address. Browsers may send it from this server's own page only;
// package web checks that, the content type and the size before it calls Act.
type Action struct {
	// Path is below Prefix.
	Path string
	// Method is http.MethodPost when empty, or http.MethodPut.
	Method string
	// Summary is one sentence for the OpenAPI document.
	Summary string
	// ContentType is the only one taken, for example JSONBody.
	ContentType string
	// MaxBody is the most bytes of a body.
	MaxBody int64
	// Params are all parameters that the address takes; mostly none.
	Params []Param
	// Takes and Returns are zero values of the body's and the data's types, for the
	// OpenAPI document; Takes is nil for a body that is no JSON.
	Takes, Returns any

	handle func(a *API, ctx context.Context, v Values, body io.Reader) (any, error)
}

// Actions returns the table, in the order of the documentation. The slice is the caller's.
func Actions() []Action {
	return []Action{
		{Path: "/cypher", Summary: "Runs a Cypher query that only reads, on a store that answers Cypher.", ContentType: JSONBody, MaxBody: 1 << 20,
			Takes: CypherRequest{}, Returns: CypherView{}, handle: (*API).runCypher},
		{Path: "/hunts/run", Summary: "Runs a hunt, on a store that answers Cypher.", ContentType: JSONBody, MaxBody: 1 << 20,
			Takes: HuntRequest{}, Returns: CypherView{}, handle: (*API).runHunt},
		{Path: "/hunts/query", Summary: "The query of a hunt with its parameters' values, without running it.", ContentType: JSONBody, MaxBody: 1 << 20,
			Takes: HuntRequest{}, Returns: HuntQuery{}, handle: (*API).huntQuery},
		{Path: "/notes", Method: http.MethodPut, Summary: "Keeps a note about a process, logon session, user or host; an empty one removes what was there.", ContentType: JSONBody, MaxBody: 128 << 10,
			Takes: NoteRequest{}, Returns: NoteView{}, handle: (*API).setNote},
		{Path: "/import", Summary: "Takes one log or archive, which is read into the case in its turn.", ContentType: "application/octet-stream", MaxBody: 1 << 40,
			Params: []Param{{Name: "name", Doc: "what the file is called; it is only shown"}}, Returns: importjob.Job{}, handle: (*API).importFile},
		{Path: "/import/cancel", Summary: "Ends an import that waits or is being read; what was read of it stays.", ContentType: JSONBody, MaxBody: 4 << 10,
			Takes: ImportRequest{}, Returns: importjob.Job{}, handle: (*API).cancelImport},
	}
}

// Verb is the action's method.
func (action *Action) Verb() string {
	if action.Method == "" {
		return http.MethodPost
	}
	return action.Method
}

// Act runs an action. body gives at most MaxBody bytes, then fails with an *http.MaxBytesError.
func (a *API) Act(ctx context.Context, action *Action, rawQuery string, body io.Reader) Response {
	v, err := ParseQuery(action.Params, rawQuery)
	if err != nil {
		return Failure(err, "")
	}
	data, err := action.handle(a, ctx, v, body)
	if err != nil {
		return Failure(err, "")
	}
	encoded, err := encode(success{"success", data})
	if err != nil {
		return Failure(err, "")
	}
	return Response{Status: http.StatusOK, Body: encoded}
}

// Accepts says whether a Content-Type header is the action's. JSON is UTF-8.
func (action *Action) Accepts(header string) bool {
	kind, params, err := mime.ParseMediaType(header)
	if err != nil || kind != action.ContentType {
		return false
	}
	charset, ok := params["charset"]
	return !ok || kind != JSONBody || charset == "utf-8" || charset == "UTF-8"
}

// readJSON reads a body that is one JSON object with the members of v and no others.
func readJSON(body io.Reader, v any) error {
	text, err := io.ReadAll(body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &Error{Status: http.StatusRequestEntityTooLarge, Code: CodeTooLarge, Message: "the request is too large", Hint: "Send less at a time."}
	case err != nil:
		return invalid("the request's body could not be read to its end")
	case !utf8.Valid(text):
		return invalid("the request's body is not valid UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	dec.UseNumber() // so that whole numbers stay whole
	if err := dec.Decode(v); err != nil {
		return invalid("the request's body: %s", graph.Excerpt(err.Error()))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return invalid("the request's body goes on after the JSON object")
	}
	return nil
}
