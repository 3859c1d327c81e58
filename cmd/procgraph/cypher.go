package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// rowsFlag says how rows are written.
type rowsFlag struct {
	Format string `help:"table, json (one object), jsonl (an object a row) or csv." enum:"table,json,jsonl,csv" default:"table" env:"PROCGRAPH_CYPHER_FORMAT"`
}

type cypherCmd struct {
	storeFlag
	rowsFlag
	Query   string        `arg:"" help:"The query; - reads it from standard input."`
	Param   []string      `help:"A parameter: NAME=VALUE, for $$NAME in the query. VALUE is JSON (42, true, [\"a\"], \"text\"), else text as it stands. Can be given several times. $$case and $$keyPrefix are bound to the case." sep:"none" placeholder:"NAME=VALUE" env:"-"`
	Limit   int           `help:"How many rows to show at most." default:"1000"`
	Timeout time.Duration `help:"How long the query may run." default:"30s"`
}

// maxQuery bounds a query on standard input in bytes; the guard takes less.
const maxQuery = 1 << 20

func (c *cypherCmd) Run(a *app) error {
	if c.Limit < 1 || c.Limit > graph.MaxCypherRows {
		return usageError{fmt.Sprintf("--limit must be from 1 to %d", graph.MaxCypherRows), ""}
	}
	if c.Timeout <= 0 || c.Timeout > graph.MaxCypherTime {
		return usageError{fmt.Sprintf("--timeout must be more than 0 and at most %s", graph.MaxCypherTime), ""}
	}
	params, err := cypherParams(c.Param)
	if err != nil {
		return err
	}
	if !c.isServer() {
		return noCypher(c.storeFlag)
	}
	text, err := c.text(a)
	if err != nil {
		return err
	}
	return a.runCypher(c.storeFlag, c.Format, graph.CypherQuery{Text: text, Params: params,
		Limits: graph.CypherLimits{Rows: c.Limit, Time: c.Timeout, Bytes: graph.MaxCypherBytes}})
}

// runCypher runs a query on a server's case and writes its answer in a format.
func (a *app) runCypher(flag storeFlag, format string, q graph.CypherQuery) error {
	store, err := a.openRead(flag)
	if err != nil {
		return err
	}
	defer store.Close()
	runner, ok := store.(graph.CypherRunner)
	if !ok {
		return noCypher(flag)
	}
	out := newCypherSink(a, format)
	sum, err := runner.RunCypher(a.ctx, q, out)
	if err != nil {
		// The rows that came before are whole.
		return errors.Join(err, out.flush())
	}
	return out.finish(sum)
}

// noCypher: a case file answers no Cypher. The hint is the way to a server that does.
func noCypher(s storeFlag) error {
	fill := "read the logs into it with 'procgraph ingest --store neo4j://127.0.0.1:7687 FILES'"
	if !s.isServer() && exists(s) {
		fill = fmt.Sprintf("copy the case into it with 'procgraph store copy --from %s --to neo4j://127.0.0.1:7687'", s.Store)
	}
	return &graph.CypherError{Kind: graph.CypherRefused, Message: "Cypher needs a case in a Neo4j server; a case file does not answer it",
		Hint: "Start a local server with 'procgraph neo4j start', " + fill + ", and give the same --store here."}
}

// text is the query itself.
func (c *cypherCmd) text(a *app) (string, error) {
	if c.Query != "-" {
		return c.Query, nil
	}
	text, err := io.ReadAll(io.LimitReader(a.in, maxQuery+1))
	if err != nil {
		return "", fmt.Errorf("reading the query: %w", err)
	}
	if len(text) > maxQuery {
		return "", usageError{"the query on standard input is longer than 1 MiB", ""}
	}
	return string(text), nil
}

// cypherParams reads NAME=VALUE: JSON where it is JSON, else text.
func cypherParams(list []string) (map[string]any, error) {
	return namedValues(list, "--param host=ws01 or --param pids=[4,8]", jsonOrText)
}

// namedValues reads the NAME=VALUE of --param, as many as there are; NAME may have the
// $ that it has in a query. likeThis is an example for who writes it otherwise.
func namedValues(list []string, likeThis string, valueOf func(text string) any) (map[string]any, error) {
	values := make(map[string]any, len(list))
	for _, p := range list {
		name, text, ok := strings.Cut(p, "=")
		name = strings.TrimPrefix(name, "$")
		if !ok || name == "" {
			return nil, usageError{fmt.Sprintf("--param %q is no NAME=VALUE", p), "Write it like " + likeThis + "."}
		}
		if _, twice := values[name]; twice {
			return nil, usageError{fmt.Sprintf("the parameter %q is given twice", name), ""}
		}
		values[name] = valueOf(text)
	}
	return values, nil
}

func jsonOrText(value string) any {
	dec := json.NewDecoder(strings.NewReader(value))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return value
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return value
	}
	return v
}
