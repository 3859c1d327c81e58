package neo4jstore

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"github.com/procgraph/procgraph/graph"
)

// TestCypher asks the test server, in one case.
func TestCypher(t *testing.T) {
	a := newAsked(t)
	for name, test := range map[string]func(*testing.T, asked){
		"LegitimateQueries":    testLegitimateQueries,
		"Entities":             testEntities,
		"Limits":               testLimits,
		"Cancel":               testCancel,
		"SinkEndsQuery":        testSinkEndsQuery,
		"FourQueriesAtOnce":    testFourQueriesAtOnce,
		"ErrorPlaces":          testErrorPlaces,
		"BoundParameters":      testBoundParameters,
		"Explain":              testExplain,
		"NoticeOfOtherCases":   testNoticeOfOtherCases,
		"Attempts":             testAttempts,
		"AttemptsPastTheGuard": testAttemptsPastTheGuard,
	} {
		t.Run(name, func(t *testing.T) { test(t, a) })
	}
}

// testLegitimateQueries: what an analyst asks is answered.
func testLegitimateQueries(t *testing.T, a asked) {
	const p = "(p:Process {caseName: $case, pid: 3})"
	for _, c := range []struct{ query, want string }{
		{"RETURN 1", "[[1]]"},
		{"RETURN 1;", "[[1]]"},
		{"MATCH (p:Process {caseName: $case}) RETURN count(*)", "[[40]]"},
		{"MATCH (p:Process {key: $keyPrefix + 'p:7'}) RETURN p.pid", "[[7]]"},
		{"RETURN 'CREATE (n) DELETE n LOAD CSV FROM'", `[["CREATE (n) DELETE n LOAD CSV FROM"]]`},
		{"MATCH " + p + " RETURN p.set", "[[3]]"},
		{"// SET x\nMATCH " + p + " /* DELETE\n */ RETURN p.pid // end", "[[3]]"},
		{"MATCH path = shortestPath((a:Process {caseName: $case, pid: 1})-[:SPAWNED*]->(b:Process {caseName: $case, pid: 40})) RETURN length(path)", "[[1]]"},
		{"MATCH path = (a:Process {caseName: $case, pid: 1})-[:SPAWNED]->{1,3}(b {pid: 4}) RETURN count(path)", "[[4]]"},
		{"MATCH path = SHORTEST 1 (a:Process {caseName: $case, pid: 1})-[:SPAWNED]->+(b:Process {caseName: $case, pid: 9}) RETURN length(path)", "[[1]]"},
		{"MATCH ((a:Process {caseName: $case})-[:SPAWNED]->(b) WHERE b.pid < 4){2} RETURN count(*)", "[[1]]"},
		{"CALL { MATCH (p:Process {caseName: $case}) RETURN p.pid AS pid ORDER BY pid LIMIT 2 } RETURN sum(pid)", "[[3]]"},
		{"MATCH " + p + " CALL (p) { MATCH (p)-[:SPAWNED]->(c) RETURN count(c) AS n } RETURN n", "[[37]]"},
		{"MATCH " + p + " WHERE EXISTS { (p)<-[:SPAWNED]-() } RETURN COUNT { (p)<-[:SPAWNED]-() }", "[[2]]"},
		{"MATCH " + p + " RETURN COLLECT { MATCH (p)<-[:SPAWNED]-(q) RETURN q.pid ORDER BY q.pid }", "[[[1,2]]]"},
		{"MATCH " + p + " RETURN [(p)<-[:SPAWNED]-(q) WHERE q.pid > 1 | q.pid]", "[[[2]]]"},
		{"MATCH " + p + " RETURN p.startTime", `[["2023-12-31T23:00:03.1234567Z"]]`},
		{"RETURN date('2024-02-03'), duration('P1DT2.5S'), localdatetime('2024-02-03T04:05:06')", `[["2024-02-03","P0M1DT2.5S","2024-02-03T04:05:06"]]`},
		{"MATCH " + p + " WHERE p.startTime > datetime('2023-12-31T00:00:00Z') RETURN datetime.truncate('day', p.startTime) + duration({hours: 2})", `[["2024-01-01T01:00:00Z"]]`},
		{"RETURN 9007199254740993, 1.5, -0.0, true, null", `[["9007199254740993",1.5,-0,true,null]]`},
		{"RETURN 0.0/0.0, 1.0/0.0", `[["NaN","Infinity"]]`},
		{"UNWIND range(1, 3) AS x WITH x ORDER BY x DESC RETURN collect(x)", "[[[3,2,1]]]"},
		{"RETURN reduce(total = 0, x IN [1, 2, 3] | total + x), [x IN range(1, 5) WHERE x % 2 = 1 | x * 10]", "[[6,[10,30,50]]]"},
		{"MATCH path = (:Process {caseName: $case, pid: 1})-[:SPAWNED]->(:Process {pid: 2}) RETURN [i IN range(0, size(nodes(path)) - 1) | nodes(path)[i].pid]", "[[[1,2]]]"},
		{"MATCH (p:Process {caseName: $case}) WHERE p.commandLine =~ '(?i).*-SET 1[0-2]' RETURN count(*)", "[[3]]"},
		{"MATCH (p:Process {caseName: $case}) WHERE p.commandLine CONTAINS $text RETURN count(*)", "[[11]]"},
		{"MATCH (p:Process {caseName: $case}) RETURN CASE WHEN p.pid IN [1, 2] THEN 'low' ELSE 'high' END AS kind, count(*) ORDER BY kind", `[["high",38],["low",2]]`},
		{"RETURN {set: 1, `delete`: 2, n: [1, {x: null}]}", `[[{"delete":2,"n":[1,{"x":null}],"set":1}]]`},
		{"MATCH (set:Process {caseName: $case, pid: 5}) RETURN set.pid AS `create`", "[[5]]"},
		{"MATCH (p:Process {caseName: $case, pid: 1}) RETURN p.pid AS x UNION ALL MATCH (p:Process {caseName: $case, pid: 2}) RETURN p.pid AS x", "[[1],[2]]"},
		{"OPTIONAL MATCH (p:Process {caseName: $case, pid: 99}) RETURN p", "[[null]]"},
		{"MATCH (p:Process&!Host {caseName: $case}) WHERE all(x IN labels(p) WHERE x STARTS WITH 'P') RETURN count(p)", "[[40]]"},
		{"CALL db.labels() YIELD label WITH label WHERE label = 'Process' RETURN label", `[["Process"]]`},
		{"RETURN 'it\\'s', \"C:\\\\Windows\", '\\u00e4', $text", `[["it's","C:\\Windows","ä","-set 1"]]`},
		{"RETURN point({x: 1, y: 2})", `[[{"$type":"point","srid":7203,"coordinates":[1,2]}]]`},
		{"MATCH (a:Process {caseName: $case, pid: 1}), (b:Process {caseName: $case, pid: 40}) MATCH path = allShortestPaths((a)-[:SPAWNED*]-(b)) RETURN count(path)", "[[1]]"},
	} {
		out := &table{}
		sum, err := a.RunCypher(t.Context(), graph.CypherQuery{Text: c.query, Params: map[string]any{"text": "-set 1"}}, out)
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
			continue
		}
		if d := cmp.Diff(c.want, out.json(t)); d != "" || sum.Limit != graph.CypherWhole {
			t.Errorf("%q (limit %q): %s", c.query, sum.Limit, d)
		}
	}
}

func testEntities(t *testing.T, a asked) {
	out, _, err := a.ask(t, "MATCH path = (p:Process {caseName: $case, pid: 1})-[r:SPAWNED]->(q {pid: 2}) RETURN p, r, path", nil)
	if err != nil || len(out.rows) != 1 {
		t.Fatal(err, out.rows)
	}
	n, r, path := out.rows[0][0].(*graph.CypherNode), out.rows[0][1].(*graph.CypherRelationship), out.rows[0][2].(*graph.CypherPath)
	if n.Key != "p:1" || n.Properties["key"] != "p:1" || n.Properties["exportLine"] != nil || n.Properties["pid"] != graph.CypherInt(1) || len(n.Labels) != 1 {
		t.Errorf("node %+v", n)
	}
	if r.Type != "SPAWNED" || r.Start != n.ID || r.Properties["via"] != "guid" || len(path.Nodes) != 2 || path.Nodes[1].Key != "p:2" || len(path.Relationships) != 1 {
		t.Errorf("relationship %+v, path %+v", r, path)
	}
	if text := out.json(t); !strings.Contains(text, `"$type":"node","id":`) || !strings.Contains(text, `"$type":"path"`) || !strings.Contains(text, `"$type":"relationship"`) {
		t.Error(text)
	}
}

func testLimits(t *testing.T, a asked) {
	for _, c := range []struct {
		name, query string
		limits      graph.CypherLimits
		rows        int
		limit       graph.CypherLimit
	}{
		{"exactly as many rows", "UNWIND range(1, 10) AS x RETURN x", graph.CypherLimits{Rows: 10}, 10, graph.CypherWhole},
		{"one row more", "UNWIND range(1, 11) AS x RETURN x", graph.CypherLimits{Rows: 10}, 10, graph.CypherRowLimit},
		{"far more rows", "UNWIND range(1, 100000000000) AS x RETURN x", graph.CypherLimits{Rows: 1000}, 1000, graph.CypherRowLimit},
		{"bytes", "UNWIND range(1, 1000) AS x RETURN '0123456789'", graph.CypherLimits{Bytes: 150}, 10, graph.CypherByteLimit},
		{"time after rows", "UNWIND range(1, 100000000000) AS x WITH x WHERE x < 2 RETURN x", graph.CypherLimits{Time: 500 * time.Millisecond}, 1, graph.CypherTimeLimit},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, begin := &table{}, time.Now()
			sum, err := a.RunCypher(t.Context(), graph.CypherQuery{Text: c.query, Limits: c.limits}, out)
			if c.limit == graph.CypherTimeLimit && err != nil { // the row may have stood in a batch that never came
				var costly *graph.CypherError
				if !errors.As(err, &costly) || costly.Kind != graph.CypherCostly {
					t.Fatal(err)
				}
				return
			}
			if err != nil || sum.Rows != c.rows || len(out.rows) != c.rows || sum.Limit != c.limit {
				t.Errorf("%d rows, limit %q, %v", sum.Rows, sum.Limit, err)
			}
			if took := time.Since(begin); took > 4*time.Second {
				t.Errorf("took %s", took)
			}
			a.settled(t)
		})
	}
}

// testCancel: a query whose asker goes is ended on the server, too.
func testCancel(t *testing.T, a asked) {
	for name, query := range map[string]string{
		"before a row": "UNWIND range(1, 1000000000000) AS x RETURN count(x)",
		"between rows": "UNWIND range(1, 1000000000000) AS x RETURN x",
	} {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*time.Millisecond, cancel)
		begin := time.Now()
		_, err := a.RunCypher(ctx, graph.CypherQuery{Text: query, Limits: graph.CypherLimits{Rows: graph.MaxCypherRows, Bytes: graph.MaxCypherBytes}}, &table{})
		if !errors.Is(err, context.Canceled) || time.Since(begin) > 3*time.Second {
			t.Errorf("%s: %v after %s", name, err, time.Since(begin))
		}
		a.settled(t)
	}
}

func testSinkEndsQuery(t *testing.T, a asked) {
	full := errors.New("disk full")
	_, err := a.RunCypher(t.Context(), graph.CypherQuery{Text: "UNWIND range(1, 1000000000000) AS x RETURN x"}, failingSink{full})
	if !errors.Is(err, full) {
		t.Error(err)
	}
	a.settled(t)
}

type failingSink struct{ err error }

func (f failingSink) Columns([]string) error { return nil }
func (f failingSink) Row([]any) error        { return f.err }

func testFourQueriesAtOnce(t *testing.T, a asked) {
	for range maxAsked {
		if err := a.asked.take(); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := a.ask(t, "RETURN 1", nil); !errors.Is(err, graph.ErrBusy) {
		t.Errorf("a fifth query gives %v", err)
	}
	for range maxAsked {
		a.asked.give()
	}
	if _, _, err := a.ask(t, "RETURN 1", nil); err != nil {
		t.Error(err)
	}
}

func testErrorPlaces(t *testing.T, a asked) {
	for _, c := range []struct {
		query        string
		line, column int
		message      string
	}{
		{"RETURN foo", 1, 8, "foo"},
		{"MATCH (n)\n RETRN n", 2, 2, "RETRN"},
		{"EXPLAIN MATCH (n) RETURN foo", 1, 26, "foo"},
		{"RETURN 'a' + \n$missing", 0, 0, "missing"},
		{"MATCH (n) RETURN n.x.", 1, 22, ""},
	} {
		_, _, err := a.ask(t, c.query, nil)
		var wrong *graph.CypherError
		if !errors.As(err, &wrong) || wrong.Kind != graph.CypherWrong || wrong.Line != c.line || wrong.Column != c.column || !strings.Contains(wrong.Message, c.message) ||
			strings.Contains(wrong.Message, "offset") || wrong.Code == "" {
			t.Errorf("%q: %+v", c.query, err)
		}
	}
	if _, _, err := a.ask(t, "UNWIND [0] AS x RETURN 1 / x", nil); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a division by zero gives %v", err)
	}
}

func testBoundParameters(t *testing.T, a asked) {
	out, sum, err := a.ask(t, "RETURN $case, $keyPrefix", nil)
	if err != nil || out.json(t) != `[["`+a.caseName+`","`+a.prefix+`"]]` || len(sum.Notices) != 0 {
		t.Errorf("%s, %v, %v", out.json(t), sum.Notices, err)
	}
	for _, name := range []string{"case", "keyPrefix"} {
		if _, _, err := a.ask(t, "RETURN 1", map[string]any{name: "other"}); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("$%s was taken: %v", name, err)
		}
	}
	if _, _, err := a.ask(t, "RETURN 1", map[string]any{"x": struct{}{}}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a value without a type gives %v", err)
	}
}

// testNoticeOfOtherCases: an answer that is not bound to the case says so where there are others.
func testNoticeOfOtherCases(t *testing.T, a asked) {
	b := newAsked(t)
	out, sum, err := a.ask(t, "MATCH (p:Process) WHERE p.caseName IN [$one, $other] RETURN p ORDER BY p.caseName = $one, p.pid LIMIT 1", map[string]any{"one": a.caseName, "other": b.caseName})
	if err != nil || len(sum.Notices) != 1 || !strings.Contains(sum.Notices[0], a.caseName) {
		t.Fatalf("%v, %v", sum.Notices, err)
	}
	if n := out.rows[0][0].(*graph.CypherNode); n.Key != b.prefix+"p:1" {
		t.Errorf("the key of another case's node is %q", n.Key)
	}
}

func testExplain(t *testing.T, a asked) {
	out, _, err := a.ask(t, "EXPLAIN MATCH (p:Process {key: 'x'}) RETURN p", nil)
	if err != nil || len(out.rows) < 4 || out.columns[0] != "plan" || !strings.Contains(out.json(t), "+NodeUniqueIndexSeek") {
		t.Errorf("%v, %v", out.rows, err)
	}
}

// TestCheckPlan: an operator counts wherever it stands in the drawing.
func TestCheckPlan(t *testing.T) {
	const head, foot = "+--+\n| Operator | Id | Details |\n| +ProduceResults@neo4j | 0 | n |\n| |               +--+\n", "| +NodeByLabelScan | 3 | n:Process |\n"
	for middle, refused := range map[string]bool{
		"": false, "| +Apply | 1 | |\n| |\\ +--+\n| | +LoadCSV@neo4j | 2 | l |\n": true, "| +Apply | 1 | |\n| |\\\n| | +Argument | 2 | |\n": false,
		"| +ProcedureCall@neo4j | 1 | db.labels() :: (label :: STRING) |\n": false, "| |\\\n| | +ProcedureCall | 12 | dbms.listConfig($x) :: () |\n": true,
		"| +ProcedureCall | 1 |\n": true, "| | | +SetNodePropertiesFromMap | 4 | n |\n": true, "| +ShowTransactions | 4 | n |\n": true, "| +Skip | 4 | n |\n": false,
	} {
		if err := checkPlan(head + middle + foot); (err != nil) != refused {
			t.Errorf("%q: %v", middle, err)
		}
	}
	if checkPlan(head) != nil || !errors.Is(checkPlan(head+"| +Create | 1 | |\n"), graph.ErrInvalid) {
		t.Error("the plan is not read")
	}
}

func TestDurations(t *testing.T) {
	for want, d := range map[string]dbtype.Duration{
		"P1M2DT3S": {Months: 1, Days: 2, Seconds: 3}, "P0M0DT-0.5S": {Seconds: -1, Nanos: 5e8}, "P0M0DT-1.25S": {Seconds: -2, Nanos: 75e7}, "P-1M0DT0S": {Months: -1},
	} {
		if got := isoDuration(d); got != want {
			t.Errorf("%+v is %q, want %q", d, got, want)
		}
	}
	if v := (converter{}).value(math.Inf(-1)); v != graph.CypherFloat(math.Inf(-1)) {
		t.Error(v)
	}
}

// TestVerdict: what the server says becomes the caller's error or a limit of the answer.
func TestVerdict(t *testing.T) {
	server := func(code string) error {
		return &neo4j.Neo4jError{Code: code, Msg: "Wrong `x` (line 3, column 5 (offset: 40))\n\"...\"\n   ^"}
	}
	const memory = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
	for _, c := range []struct {
		err   error
		rows  int
		limit graph.CypherLimit
		kind  graph.CypherErrorKind
		is    error
		line  int
	}{
		{server("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"), 0, "", graph.CypherCostly, graph.ErrInvalid, 0},
		{server("Neo.ClientError.Transaction.TransactionTimedOut"), 3, graph.CypherTimeLimit, "", nil, 0},
		{server(memory), 0, "", graph.CypherCostly, graph.ErrInvalid, 0},
		{server(memory), 3, graph.CypherStoreLimit, "", nil, 0},
		{server("Neo.TransientError.General.OutOfMemoryError"), 0, "", graph.CypherCostly, graph.ErrInvalid, 0},
		{server("Neo.ClientError.Statement.SyntaxError"), 0, "", graph.CypherWrong, graph.ErrInvalid, 2},
		{server("Neo.ClientError.Statement.ArithmeticError"), 3, "", graph.CypherWrong, graph.ErrInvalid, 2},
		{server("Neo.ClientError.Statement.AccessMode"), 0, "", graph.CypherRefused, graph.ErrInvalid, 2},
		{server("Neo.ClientError.Security.Unauthorized"), 0, "", "", graph.ErrUnavailable, 0},
		{server("Neo.ClientError.Database.DatabaseNotFound"), 0, "", "", graph.ErrUnavailable, 0},
		{context.DeadlineExceeded, 0, "", "", context.DeadlineExceeded, 0},
	} {
		a := &asking{s: &Store{}}
		a.sum.Rows, a.sum.Limits = c.rows, graph.CypherLimits{}.Bounded()
		err := a.verdict(t.Context(), t.Context(), c.err)
		var told *graph.CypherError
		errors.As(err, &told)
		if (err == nil) != (c.is == nil) || c.is != nil && !errors.Is(err, c.is) || a.sum.Limit != c.limit || c.kind != "" && (told == nil || told.Kind != c.kind || told.Line != c.line) {
			t.Errorf("%v after %d rows: %v, limit %q, %+v", c.err, c.rows, err, a.sum.Limit, told)
		}
	}
}
