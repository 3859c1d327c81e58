package neo4jstore

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/cypherguard"
)

// attempts are queries that must not do what they set out to do.
var attempts = map[string][]string{
	"write": {
		"CREATE (n:{label})", "MERGE (n:{label})", "MATCH (n:Process) SET n.pwned = 1", "MATCH (n:Process) SET n:{label}", "MATCH (n:Process) SET n += {x: 1}", "MATCH (n:Process) REMOVE n.pid", "MATCH (n:Process) DETACH DELETE n",
		"MATCH (n:Process) NODETACH DELETE n", "MATCH ()-[r:SPAWNED]->() DELETE r", "MATCH (n:Process) FOREACH (x IN [1] | CREATE (:{label}))", "CALL { CREATE (n:{label}) RETURN n } RETURN n", "MATCH (n:Process) CALL (n) { SET n.x = 1 } RETURN n",
		"CALL { CREATE (:{label}) } IN TRANSACTIONS", "MATCH (n:Process) CALL (n) { CREATE (:{label}) } IN 2 CONCURRENT TRANSACTIONS OF 1 ROW", "INSERT (:{label})", "MATCH (a:Process), (b:Process) INSERT (a)-[:X]->(b)", "MATCH (n:Process) WITH n LIMIT 1 MERGE (n)-[:X]->(:{label})",
		"RETURN 1 AS x UNION CREATE (n:{label}) RETURN 1 AS x", "MATCH (create) CREATE match = (:{label})", "RETURN EXISTS { CREATE (:{label}) }", "RETURN COLLECT { CREATE (n:{label}) RETURN n }", "CALL { CALL { CALL { CREATE (:{label}) RETURN 1 AS x } RETURN x } RETURN x } RETURN x",
		"MATCH (n:Process) SET/**/n.x/**/=/**/1", "MATCH (n:Process)\n//\nSET\n//\nn.x = 1", "WITH 1 AS x CREATE (:{label} {a: x})", "MATCH (n:Process) SET n = $case",
	},
	"schema": {
		"CREATE INDEX attempt FOR (n:{label}) ON (n.x)", "CREATE CONSTRAINT attempt FOR (n:{label}) REQUIRE n.x IS UNIQUE", "CREATE FULLTEXT INDEX attempt FOR (n:{label}) ON EACH [n.x]", "DROP INDEX attempt IF EXISTS", "DROP CONSTRAINT attempt IF EXISTS", "CALL db.createLabel('{label}')", "CALL db.createProperty('attempted')",
	},
	"files and network": {
		"LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "LOAD CSV WITH HEADERS FROM 'http://127.0.0.1:1/' AS l RETURN l", "WITH 1 AS x LOAD CSV FROM 'ftp://127.0.0.1:1/' AS l RETURN l", "CALL { LOAD CSV FROM $case AS l RETURN l } RETURN l",
		"LOAD CSV FROM 'file:///x' AS l CALL { MATCH (n:Process {caseName: $case}) RETURN n } RETURN l, n", "EXPLAIN LOAD CSV FROM 'file:///x' AS l RETURN l", "USING PERIODIC COMMIT LOAD CSV FROM 'file:///x' AS l CREATE (:{label})",
		"RETURN apoc.load.json('http://127.0.0.1:1/')", "CALL apoc.load.jdbc('jdbc:x', 'y') YIELD row RETURN row", "CALL apoc.cypher.runWrite('CREATE (:{label})', {}) YIELD value RETURN value", "RETURN genai.vector.encode('x', 'OpenAI', {token: 'x'})", "RETURN file()", "RETURN graph.names()", "RETURN custom.function(1)",
	},
	"administer": {
		"CALL dbms.components()", "CALL db.ping() YIELD success CALL { MATCH (n:Process {caseName: $case}) RETURN n } RETURN n", "SHOW USERS", "SHOW CURRENT USER", "SHOW DATABASES", "SHOW SETTINGS", "SHOW TRANSACTIONS", "SHOW PROCEDURES", "TERMINATE TRANSACTIONS 'neo4j-transaction-1'", "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id", "ALTER USER neo4j SET PASSWORD 'attempted1'", "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'attempted1'", "CREATE USER attempted SET PASSWORD 'attempted1'", "DROP USER neo4j", "CREATE DATABASE attempted", "STOP DATABASE neo4j",
		"GRANT ROLE admin TO neo4j", "CREATE ALIAS a FOR DATABASE neo4j", "USE system SHOW USERS", "USE system MATCH (n) RETURN n", "CALL { USE system MATCH (n) RETURN n } RETURN n", "USE graph.byName('system') MATCH (n) RETURN n", "CALL dbms.listConfig()", "CALL dbms.setConfigValue('db.transaction.timeout', '0')", "CALL dbms.killConnection('bolt-1')", "CALL dbms.listConnections()", "CALL dbms.security.createUser('x', 'attempted1')",
		"CALL dbms.queryJmx('*:*')", "CALL db.clearQueryCaches()", "CALL db.prepareForReplanning()", "CALL db.ping()", "CALL tx.setMetaData({procgraphQuery: 'x'})", "CALL dbms.upgrade()", "CALL `dbms`.`listConfig`()", "OPTIONAL CALL dbms . listConfig () YIELD name RETURN name", "CALL db.stats.retrieve('QUERIES')", "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
	},
	"hide": {
		`\u0043REATE (n:{label})`, `RETURN 1 AS x \u0055NION CREATE (n:{label}) RETURN 1 AS x`, `RETURN '\u0027 AS x CREATE (:{label}) //'`, `MATCH (n) WHERE n.x = "\u0022 SET n.x = 1 //" RETURN n`, `RETURN 1 AS ` + "`a\\u0060 CREATE (:{label}) //`", "// \\u000aCREATE (:{label})", `/* \u002a\u002f CREATE (:{label}) /* */`, `\u004cOAD CSV FROM 'file:///x' AS l RETURN l`, `CALL dbms\u002elistConfig()`,
		"CYPHER 25 CREATE (:{label})", "CYPHER 25 MATCH (n) RETURN n", "CYPHER runtime=slotted CREATE (:{label})", "CYPHER planner=dp runtime=interpreted MATCH (n) RETURN n", "EXPLAIN CREATE (:{label})", "PROFILE CREATE (:{label})", "PROFILE MATCH (n) RETURN n", "EXPLAIN PROFILE CREATE (:{label})", "EXPLAIN CYPHER 25 CREATE (:{label})",
		"RETURN 1; CREATE (:{label})", "RETURN 1;\n;CREATE (:{label})", "/* /* */ ' */ CREATE (:{label}) //'", "MATCH (n)\u00a0SET n.x = 1", "MATCH (n) \u017fET n.x = 1", "RETURN 1CREATE (:{label})", "EXPLAIN RETURN 1; CREATE (:{label})",
	},
	"exhaust": {
		"RETURN reduce(s = 0, i IN range(1, 100000000000) | s + i)", "RETURN size([x IN range(1, 1000000000) | x])", "RETURN reduce(s = 'a', i IN range(1, 40) | s + s)", "RETURN reduce(l = [1], i IN range(1, 40) | l + l)", "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' =~ '(a|aa)+b'", "RETURN {many(}1{many)}", "RETURN 1{many+1}", "RETURN {manyNOT}true",
		"UNWIND range(1, 1000000000000) AS x RETURN count(x)", "UNWIND range(1, 1000000000000) AS x RETURN x", "UNWIND range(1, 1000000000) AS x UNWIND range(1, 1000000000) AS y WITH x, y WHERE x < 0 RETURN x", "UNWIND range(1, 100000000) AS x RETURN x ORDER BY x DESC", "UNWIND range(1, 1000000000) AS x RETURN size(collect(toString(x)))",
		"MATCH p = (a:Process {caseName: $case})-[:SPAWNED*]->(b:Process) RETURN count(p)", "MATCH p = (a:Process {caseName: $case})-[:SPAWNED]->+(b) RETURN max(length(p))", "MATCH (a:Process {caseName: $case}), (b:Process), (c:Process), (d:Process), (e:Process), (f:Process), (g:Process) WHERE a.pid + b.pid + c.pid + d.pid + e.pid + f.pid + g.pid < 0 RETURN a",
		"MATCH (a:Process {caseName: $case, pid: 1}) RETURN size([(a)-[:SPAWNED*]->(b) | b.pid])", "MATCH (a0){many--()} WHERE a0.caseName = $case RETURN count(*)", "UNWIND range(1, 3) AS i UNWIND $texts AS t RETURN t + t + t + t",
	},
}

// testAttempts: none of the attempts succeeds, each ends in time, and nothing is changed.
func testAttempts(t *testing.T, a asked) {
	texts := make([]any, 200)
	for i := range texts {
		texts[i] = string(make([]byte, 10_000))
	}
	before, count := a.digest(t), 0
	for kind, list := range attempts {
		for _, text := range list {
			count++
			begin := time.Now()
			out, sum, err := a.askWithin(t, 500*time.Millisecond, a.spelled(text), map[string]any{"texts": texts})
			var refused *graph.CypherError
			switch {
			case err == nil && sum.Limit == graph.CypherWhole:
				t.Errorf("%s: %.100q was answered: %.100s", kind, text, out.json(t))
			case err != nil && !errors.As(err, &refused):
				t.Errorf("%s: %.100q gives %v", kind, text, err)
			case err != nil && kind != "exhaust" && refused.Kind != graph.CypherRefused && refused.Kind != graph.CypherWrong:
				t.Errorf("%s: %.100q gives %+v", kind, text, refused)
			}
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("%s: %.100q took %s", kind, text, took)
			}
			if kind == "exhaust" {
				t.Logf("%.60q: %v, limit %q", text, err, sum.Limit)
			}
			a.settled(t)
		}
	}
	if count < 60 {
		t.Errorf("only %d attempts", count)
	}
	if after := a.digest(t); after != before {
		t.Error("an attempt changed the server")
	}
	t.Logf("%d attempts", count)
}

// testAttemptsPastTheGuard: what the guard might overlook, the server's plan and its
// read access stop.
func testAttemptsPastTheGuard(t *testing.T, a asked) {
	before := a.digest(t)
	for _, kind := range []string{"write", "schema", "files and network", "administer"} {
		for _, text := range attempts[kind] {
			if text == "RETURN file()" {
				continue // harmless without LOAD CSV
			}
			q := &asking{s: a.Store, out: &table{}, id: "x", params: a.params(nil)}
			q.sum.Limits = graph.CypherLimits{Time: 2 * time.Second}.Bounded()
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			if _, err := q.run(ctx, cypherguard.Statement{Text: a.spelled(text)}); err == nil {
				t.Errorf("%s: %q was run", kind, text)
			}
			cancel()
		}
	}
	if after := a.digest(t); after != before {
		t.Error("an attempt changed the server")
	}
}
