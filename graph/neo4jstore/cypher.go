package neo4jstore

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/cypherguard"
)

var _ graph.CypherRunner = (*Store)(nil)

// language goes before every query, on a line of its own, so that a server whose
// default is another version reads the text as the guard did.
const language = "CYPHER 5\n"

// How a query is asked: rows come in small batches, so that a limit is reached
// before much is on its way; graceTime is what the server has beyond the time limit to say so.
const (
	askBatch  = 200
	graceTime = 3 * time.Second
)

// The parameters that the store binds.
const (
	caseParam   = "case"
	prefixParam = "keyPrefix"
)

// RunCypher implements graph.CypherRunner. The layers: the guard reads the text;
// the server explains it, and only a plan of type read without a forbidden operator
// goes on; it runs with read access, on a connection of its own, which is cut when
// a limit is reached or ctx ends.
func (s *Store) RunCypher(ctx context.Context, q graph.CypherQuery, out graph.CypherSink) (graph.CypherSummary, error) {
	a := &asking{s: s, out: out, id: rand.Text()}
	a.sum.Limits = q.Limits.Bounded()
	bound, err := s.askParams(q.Params)
	if err != nil {
		return a.sum, err
	}
	a.params = bound
	statement, err := cypherguard.Check(q.Text, bound)
	if err != nil {
		return a.sum, err
	}
	if err := s.asked.take(); err != nil {
		return a.sum, err
	}
	begin := time.Now()
	limit, cancel := context.WithTimeout(ctx, a.sum.Limits.Time+graceTime)
	defer cancel()
	ended, err := a.run(limit, statement)
	if ended {
		s.asked.give()
	} else {
		go s.awaitEnd(a.id)
	}
	a.sum.Took = time.Since(begin)
	if err = a.verdict(ctx, limit, err); err != nil {
		return a.sum, err
	}
	return a.sum, s.addNotices(ctx, statement, &a.sum)
}

// askParams checks and completes a query's parameters.
func (s *Store) askParams(given map[string]any) (map[string]any, error) {
	for _, name := range []string{caseParam, prefixParam} {
		if _, ok := given[name]; ok {
			return nil, &graph.CypherError{Kind: graph.CypherRefused, Message: "the parameter $" + name + " is bound to the case and cannot be given",
				Hint: "Choose the case with --case, and another name for the parameter."}
		}
	}
	bound := s.params(nil)
	for name, value := range given {
		v, err := paramValue(value, 0)
		if err != nil {
			return nil, &graph.CypherError{Kind: graph.CypherWrong, Message: fmt.Sprintf("the parameter $%.60s %s", name, err), Hint: "Give it as JSON."}
		}
		bound[name] = v
	}
	return bound, nil
}

// asking is one query while it runs.
type asking struct {
	s      *Store
	out    graph.CypherSink
	id     string // in the transaction's metadata
	params map[string]any
	sum    graph.CypherSummary
	bytes  int64
	// ofSink is what the sink returned.
	ofSink error
}

// run asks the server. ended says that the server is known to be done with the
// query: it answered to the end, or refused.
func (a *asking) run(ctx context.Context, statement cypherguard.Statement) (ended bool, err error) {
	session := a.s.session(ctx, neo4j.AccessModeRead, askBatch)
	defer func() {
		// Giving the session back would make the driver read the rest of the answer; with an
		// ended context it drops the connection, and the server its transaction.
		last, cancel := context.WithCancel(context.WithoutCancel(ctx))
		if !ended {
			cancel()
		}
		session.Close(last)
		cancel()
	}()
	begin := time.Now()
	plan, err := a.explain(ctx, session, statement.Text)
	if err != nil {
		return answered(err), err
	}
	if statement.Explain {
		return true, a.showPlan(plan)
	}
	left := a.sum.Limits.Time - time.Since(begin)
	result, err := session.Run(ctx, language+statement.Text, a.params, a.configure(max(left, time.Millisecond))...)
	if err != nil {
		return answered(err), err
	}
	return a.rows(ctx, result)
}

// answered says whether an error is the server's own answer to the query.
func answered(err error) bool {
	var server *neo4j.Neo4jError
	var refused *graph.CypherError // of a plan that came
	return errors.As(err, &server) || errors.As(err, &refused)
}

func (a *asking) configure(limit time.Duration) []func(*neo4j.TransactionConfig) {
	return []func(*neo4j.TransactionConfig){
		neo4j.WithTxTimeout(limit), neo4j.WithTxMetadata(map[string]any{"app": "procgraph", "procgraphQuery": a.id}),
	}
}

// explain asks for the plan's drawing and refuses one that does more than read.
func (a *asking) explain(ctx context.Context, session neo4j.SessionWithContext, text string) (string, error) {
	result, err := session.Run(ctx, "EXPLAIN "+language+text, a.params, a.configure(a.sum.Limits.Time)...)
	if err != nil {
		return "", err
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return "", err
	}
	if summary.StatementType() != neo4j.StatementTypeReadOnly || summary.Plan() == nil {
		return "", refusedPlan("the server says that this query does more than read (its type is " + summary.StatementType().String() + ")")
	}
	drawn, err := drawing(summary.Plan())
	if err != nil {
		return "", err
	}
	return drawn, checkPlan(drawn)
}

// rows hands the answer over until its end or a limit.
func (a *asking) rows(ctx context.Context, result neo4j.ResultWithContext) (ended bool, err error) {
	columns, err := result.Keys()
	if err != nil {
		return answered(err), err
	}
	if a.ofSink = a.out.Columns(columns); a.ofSink != nil {
		return false, a.ofSink
	}
	var record *neo4j.Record
	for result.NextRecord(ctx, &record) {
		if a.sum.Rows == a.sum.Limits.Rows {
			a.sum.Limit = graph.CypherRowLimit
			return false, nil
		}
		values := a.converter().values(record.Values)
		size, err := jsonSize(values)
		if err != nil {
			return false, err
		}
		if a.bytes += size; a.bytes > a.sum.Limits.Bytes {
			a.sum.Limit = graph.CypherByteLimit
			return false, nil
		}
		if a.ofSink = a.out.Row(values); a.ofSink != nil {
			return false, a.ofSink
		}
		a.sum.Rows++
	}
	err = result.Err()
	return err == nil || answered(err), err
}

func jsonSize(values []any) (int64, error) {
	var n byteCounter
	err := json.NewEncoder(&n).Encode(values)
	return int64(n), err
}

type byteCounter int64

func (c *byteCounter) Write(p []byte) (int, error) {
	*c += byteCounter(len(p))
	return len(p), nil
}

// addNotices says what the user might not know about the answer.
func (s *Store) addNotices(ctx context.Context, statement cypherguard.Statement, sum *graph.CypherSummary) error {
	if slices.Contains(statement.Params, caseParam) || s.prefix != "" && slices.Contains(statement.Params, prefixParam) {
		return nil
	}
	cases := int64(0)
	err := s.direct(ctx, neo4j.AccessModeRead, query("cypher_cases"), nil, func(r row) error {
		cases = r.int(0)
		return nil
	})
	if err != nil {
		return s.fail(ctx, "counting the cases", err)
	}
	if cases > 1 {
		sum.Notices = append(sum.Notices, fmt.Sprintf("this answer covers all %d cases of the server: add {caseName: $case} to the nodes to keep to the case %q", cases, s.caseName))
	}
	return nil
}
