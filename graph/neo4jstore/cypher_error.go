package neo4jstore

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// ofQuery are beginnings of the server's codes for what is wrong with a query.
var ofQuery = []string{"Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.ClientError.Schema.", "Neo.DatabaseError.Statement."}

// verdict turns how a query ended into the caller's error, or into a limit of the
// summary where rows were handed over before.
func (a *asking) verdict(ctx, limit context.Context, err error) error {
	if err == nil {
		return nil
	}
	if a.ofSink != nil {
		return a.ofSink
	}
	if ctx.Err() != nil {
		return a.s.fail(ctx, "running the query", err)
	}
	var own *graph.CypherError
	if errors.As(err, &own) {
		return own
	}
	reached := a.reached(limit, err)
	if reached != graph.CypherWhole && a.sum.Rows > 0 {
		a.sum.Limit = reached
		return nil
	}
	var server *neo4j.Neo4jError
	errors.As(err, &server)
	switch {
	case reached == graph.CypherTimeLimit:
		return costlyQuery(server, "the query was stopped after "+a.sum.Limits.Time.String()+" without a row",
			"Narrow it down: bind a host, a time or a path's length, or raise the time limit.")
	case reached == graph.CypherStoreLimit:
		return costlyQuery(server, "the query needs more memory than the server gives to one",
			"Narrow it down, collect and sort less, or give the server more memory.")
	case server != nil && slices.ContainsFunc(ofQuery, func(p string) bool { return strings.HasPrefix(server.Code, p) }):
		return wrongQuery(server)
	}
	return a.s.fail(limit, "running the query", err)
}

// reached says which limit an error tells of.
func (a *asking) reached(limit context.Context, err error) graph.CypherLimit {
	var server *neo4j.Neo4jError
	if !errors.As(err, &server) {
		if limit.Err() != nil {
			return graph.CypherTimeLimit
		}
		return graph.CypherWhole
	}
	switch code := server.Code; {
	case strings.Contains(code, "TransactionTimedOut"), strings.HasSuffix(code, ".Transaction.Terminated"):
		return graph.CypherTimeLimit
	case strings.Contains(code, "OutOfMemory"), strings.Contains(code, "StackOverFlow"):
		return graph.CypherStoreLimit
	}
	return graph.CypherWhole
}

func costlyQuery(server *neo4j.Neo4jError, message, hint string) error {
	e := &graph.CypherError{Kind: graph.CypherCostly, Message: message, Hint: hint}
	if server != nil {
		e.Code = server.Code
	}
	return e
}

// wrongQuery is the server's complaint about the query, with its place in the text as given.
func wrongQuery(server *neo4j.Neo4jError) error {
	e := &graph.CypherError{Kind: graph.CypherWrong, Code: server.Code, Hint: "Correct the query."}
	e.Message, e.Line, e.Column = errorPlaceIn(server)
	switch {
	case strings.HasSuffix(server.Code, ".ParameterMissing"):
		e.Hint = "Give the parameter a value."
	case strings.HasSuffix(server.Code, ".AccessMode"):
		e.Kind, e.Hint = graph.CypherRefused, "Only queries that read this graph are answered."
	}
	return e
}

var errorPlace = regexp.MustCompile(`\s*\(line (\d+), column (\d+) \(offset: \d+\)\)`)

// errorPlaceIn takes the place out of a server's message: it stands there in words, and
// in newer protocols in the diagnostic record. The line of the language is taken off.
func errorPlaceIn(server *neo4j.Neo4jError) (message string, line, column int) {
	message, _, _ = strings.Cut(server.Msg, "\n")
	if m := errorPlace.FindStringSubmatchIndex(server.Msg); m != nil {
		line, _ = strconv.Atoi(server.Msg[m[2]:m[3]])
		column, _ = strconv.Atoi(server.Msg[m[4]:m[5]])
		message = errorPlace.ReplaceAllString(message, "")
	}
	for e := server; e != nil && line == 0; e = e.GqlCause {
		at, _ := e.GqlDiagnosticRecord["_position"].(map[string]any)
		l, _ := at["line"].(int64)
		c, _ := at["column"].(int64)
		line, column = int(l), int(c)
	}
	if line < 2 {
		return message, 0, 0
	}
	return message, line - 1, column
}
