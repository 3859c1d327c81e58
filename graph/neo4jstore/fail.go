package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

// fail wraps an error with what was being done and types it. No error of the
// driver holds credentials: they are never part of an address here.
func (s *Store) fail(ctx context.Context, what string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", what, errors.Join(context.Cause(ctx), err))
	}
	var server *neo4j.Neo4jError
	if errors.As(err, &server) {
		switch {
		case strings.HasPrefix(server.Code, "Neo.ClientError.Security."):
			return fmt.Errorf("%s: %w", what, s.refused(server))
		case strings.HasSuffix(server.Code, ".DatabaseUnavailable"), strings.HasSuffix(server.Code, ".DatabaseNotFound"):
			return fmt.Errorf("%s: %w: %s", what, graph.ErrUnavailable, server.Msg)
		}
	}
	var limit *neo4j.TransactionExecutionLimit
	if neo4j.IsConnectivityError(err) || errors.As(err, &limit) && limitedByConnection(limit) {
		return fmt.Errorf("%s: %w", what, s.unreachable(ctx, err))
	}
	return fmt.Errorf("%s: %w", what, err)
}

// limitedByConnection says whether one of the tries failed to reach the server.
func limitedByConnection(limit *neo4j.TransactionExecutionLimit) bool {
	for _, err := range limit.Errors {
		// The driver's type for a connection lost while committing is its own.
		if neo4j.IsConnectivityError(err) || strings.HasPrefix(err.Error(), "Connection lost during commit") {
			return true
		}
	}
	return false
}

// unreachable says what to do when the server does not answer.
func (s *Store) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.Join(context.Cause(ctx), err)
	}
	var server *neo4j.Neo4jError
	if errors.As(err, &server) && strings.HasPrefix(server.Code, "Neo.ClientError.Security.") {
		return s.refused(server)
	}
	return fmt.Errorf("%w: %s (%w); start it (procgraph neo4j start runs a local one) or check the address", graph.ErrUnavailable, s.where, err)
}

// refused says what to do when the server does not let us in.
func (s *Store) refused(server *neo4j.Neo4jError) error {
	who := "a connection without a user"
	if s.user != "" {
		who = fmt.Sprintf("the user %q or the password", s.user)
	}
	return fmt.Errorf("%w: %s does not accept %s (%s); set PROCGRAPH_NEO4J_USER and PROCGRAPH_NEO4J_PASSWORD or PROCGRAPH_NEO4J_PASSWORD_FILE",
		graph.ErrUnavailable, s.where, who, server.Title())
}

// fromServer says whether an error came from the driver or the server: the
// transaction is broken then.
func fromServer(err error) bool {
	var limit *neo4j.TransactionExecutionLimit
	return err != nil && (neo4j.IsNeo4jError(err) || neo4j.IsConnectivityError(err) || neo4j.IsUsageError(err) || errors.As(err, &limit))
}

// serverError is the server's error within err, nil when there is none.
func serverError(err error) *neo4j.Neo4jError {
	var server *neo4j.Neo4jError
	errors.As(err, &server)
	return server
}
