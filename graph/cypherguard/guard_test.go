package cypherguard

import (
	"errors"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

func TestRefuses(t *testing.T) {
	for _, query := range []string{
		// Writing.
		"CREATE (n:Process)", "MERGE (n:Process {key: 'a'})", "MATCH (n) SET n.x = 1", "MATCH (n) DETACH DELETE n", "MATCH (n) REMOVE n.x", "MATCH (n) DELETE n",
		"MATCH (n) FOREACH (x IN [1] | SET n.x = x)", "MATCH (n) /* c */ SET /* c */ n.x = 1", "MATCH (n)\nSET // c\nn:Label", "WITH 1 AS x INSERT (:A)",
		"MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n", "CREATE INDEX FOR (n:Process) ON (n.x)", "DROP CONSTRAINT c", "MATCH (set) SET set.x = 1",
		"MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10 ROWS", "CALL { MATCH (n) RETURN n } IN 4 CONCURRENT TRANSACTIONS RETURN 1",
		// Files and network.
		"LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "WITH 1 AS x LOAD CSV WITH HEADERS FROM 'http://example.test/' AS l RETURN l",
		"MATCH (n) LOAD/**/CSV FROM 'x' AS l RETURN l", "WITH 1 AS x LIMIT 1.LOAD CSV FROM 'x' AS l RETURN l", "USING PERIODIC COMMIT LOAD CSV FROM 'x' AS l RETURN l",
		"CALL { LOAD CSV FROM 'x' AS l RETURN l } RETURN l", "RETURN apoc.load.json('http://example.test/')", "CALL apoc.load.json('x') YIELD value RETURN value",
		"RETURN genai.vector.encode('x', 'OpenAI', {})", "RETURN `apoc`.`load`.json('x')", "RETURN file()", "RETURN linenumber()",
		// Administration and other databases.
		"SHOW DATABASES", "SHOW TRANSACTIONS YIELD * TERMINATE TRANSACTIONS 'x'", "TERMINATE TRANSACTIONS 'x'", "ALTER USER neo4j SET PASSWORD 'x'", "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
		"CREATE USER x SET PASSWORD 'y'", "GRANT ROLE admin TO x", "STOP DATABASE neo4j", "USE system SHOW USERS", "CALL { USE system MATCH (n) RETURN n } RETURN n",
		"RETURN 1 AS x UNION USE `system` MATCH (n) RETURN n AS x", "MATCH (n) RETURN graph.names()", "START DATABASE x", "RENAME USER a TO b", "DRYRUN REALLOCATE DATABASES",
		"CALL dbms.killConnection('x')", "CALL dbms.listConfig()", "CALL dbms . setConfigValue('a', 'b')", "CALL `dbms`.`listConfig`()", "CALL db.createLabel('x')", "CALL db.clearQueryCaches",
		"CALL db.awaitIndexes(100000)", "OPTIONAL CALL dbms.listConfig()", "CALL DB.LABELS()", "CALL { CALL { CALL dbms.listConfig() YIELD name RETURN name } RETURN name } RETURN name", "CALL tx.setMetaData({a: 1})",
		// Options, several statements.
		"CYPHER 25 MATCH (n) RETURN n", "CYPHER runtime=slotted RETURN 1", "PROFILE MATCH (n) RETURN n", "EXPLAIN PROFILE RETURN 1", "EXPLAIN CYPHER 25 RETURN 1", "EXPLAIN SHOW USERS", "EXPLAIN EXPLAIN RETURN 1",
		"RETURN 1; RETURN 2", "RETURN 1; CREATE (n)", "RETURN 1;;", ":param x => 1", "",
		// Hidden tokens.
		`RETURN 1 \u0043REATE (n)`, `\u004c\u004f\u0041\u0044 CSV FROM 'x' AS l RETURN l`, `RETURN '\u0027 CREATE (n) //'`, `RETURN "\u0022 AS x CREATE (n) //"`, `RETURN '\\u0027 CREATE (n) //'`, `RETURN '\uu0027 CREATE (n) //'`,
		"RETURN 1 AS `a\\u0060 CREATE (n) //`", `// \u000a CREATE (n)`, `/* \u002a/ CREATE (n) /* */`, `/* \u002A\u002F CREATE (n) //*/ RETURN 1`, "/* /* */ ' */ CREATE (n) //'", "// a\u2028CREATE (n)\nRETURN 1",
		"MATCH (n) LOAD\u00a0CSV FROM 'x' AS l RETURN l", "MATCH (n) \u017fET n.x = 1", "RETURN 1\x00", "MATCH (n) LO\u200bAD CSV FROM 'x' AS l RETURN l", "CA\u029fL dbms.x()", "RETURN a\u212a(1)", "RETURN 1CREATE", "/* not closed", "RETURN 'not closed", "RETURN `x",
		// What a time limit does not stop.
		"RETURN reduce(s = 0, i IN range(1, 100000000000) | s + i)", "RETURN [x IN range(1, 1000000000) | x]", "WITH 1000000000 AS n RETURN range(1, n)", "RETURN range(1, $huge)", "RETURN `range`(1, 1000000000)", "RETURN RANGE(0, 1000*1000*1000)",
		"RETURN range(1, 99999999999999999999)", "WITH range(1, toInteger('1000000000')) AS l RETURN size(l)", "RETURN reduce(s = 'a', i IN range(1, 40) | s + s)", "RETURN reduce(l = [1], i IN range(1, 40) | [l, l])", "RETURN reduce(s = 'aa', i IN range(1, 40) | replace(s, 'a', s))",
		"WITH $l AS l RETURN [a IN l | [b IN l | a]]", "MATCH (n) WITH collect(n) AS l RETURN any(a IN l WHERE none(b IN l WHERE a = b))", "RETURN [a IN [1] | [b IN [1] | [c IN [1] | [d IN [1] | 1]]]]", "UNWIND [range(1, 1000000000)] AS x RETURN x", "UNWIND range(1, 1000000000) + [1] AS x RETURN x",
		"RETURN $big =~ '(a+)+b'", "RETURN 'aaaa' =~ '(a|aa)+b'", "RETURN 'x' =~ '(?=a)x'", `RETURN 'x' =~ '(a)\\1'`, "RETURN 'x' =~ $pattern + '+'", "MATCH (n) RETURN n.a =~ n.b", "RETURN 'x' =~ '.*.*.*.*.*.*.*x'", "RETURN 'x' =~ '" + strings.Repeat("a?", 20) + "'", "RETURN 'x' =~ ('(a' + '+)+')", "RETURN 'x' =~ $evil",
		"RETURN " + strings.Repeat("(", 51) + "1" + strings.Repeat(")", 51), "RETURN " + strings.Repeat("NOT ", 20) + "true", "RETURN 1" + strings.Repeat("+1", 5000), "RETURN '" + strings.Repeat("a", 70000) + "'", "RETURN - - - - - - - - - - 1",
	} {
		_, err := Check(query, map[string]any{"huge": int64(1 << 40), "big": "aaaa", "pattern": "a", "evil": "(a*)*", "l": []any{}})
		var refused *graph.CypherError
		if !errors.As(err, &refused) {
			t.Errorf("%.80q was taken: %v", query, err)
			continue
		}
		if refused.Message == "" || refused.Hint == "" || refused.Line < 1 || refused.Column < 1 || !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%.80q: %+v", query, refused)
		}
	}
}

func TestTakes(t *testing.T) {
	for _, query := range []string{
		"RETURN 1", "RETURN 1;", "EXPLAIN MATCH (n) RETURN n", "MATCH (p:Process {caseName: $case}) RETURN p LIMIT 5", "// all\nMATCH (n) /* of\nthem */ RETURN n", "RETURN 'CREATE (n) DELETE n LOAD CSV' AS text",
		"MATCH (n) WHERE n.set = 1 AND n.create > 2 RETURN n.delete", "MATCH (n:Set:Create) RETURN n", "RETURN {set: 1, call: 2, use: 3, load: 4}.set", "MATCH (set) RETURN set", "MATCH (set) RETURN set ORDER BY set", "WITH 1 AS create RETURN create",
		"MATCH (n:Process|Host) RETURN count(*)", "MATCH p = shortestPath((a:Process)-[:SPAWNED*..5]->(b)) RETURN p", "MATCH p = (a)-[:SPAWNED]->{1,3}(b) RETURN p", "MATCH p = SHORTEST 1 (a)-[:SPAWNED]-+(b) RETURN p", "MATCH ((a)-[:SPAWNED]->(b)){1,2} RETURN a, b",
		"CALL { MATCH (n) RETURN n LIMIT 1 } RETURN n", "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN count(m) AS c } RETURN c", "MATCH (n) WHERE EXISTS { (n)--(:Host) } RETURN COUNT { (n)--() }", "RETURN COLLECT { MATCH (n) RETURN n.key LIMIT 2 }",
		"CALL db.labels() YIELD label RETURN label", "CALL db.index.fulltext.queryNodes('x', $q) YIELD node RETURN node", "RETURN datetime('2024-01-01T00:00:00Z') - duration('P1D')", "RETURN datetime.truncate('day', datetime()), duration.between(date(), date())",
		"UNWIND range(1, 10000000000) AS x RETURN x LIMIT 1", "MATCH p = (a)-->(b) RETURN [i IN range(0, size(nodes(p)) - 2) | nodes(p)[i].pid]", "RETURN range(0, $n)", "RETURN reduce(total = 0, x IN [1, 2] | total + x)", "RETURN reduce(m = 0, x IN $l | CASE WHEN x > m THEN x ELSE m END)",
		"MATCH p = (a)-->(b) RETURN [n IN nodes(p) | [l IN labels(n) | l]]", "MATCH (n) WHERE n.commandLine =~ '(?i).*-enc(odedcommand)?\\\\s.*' RETURN n", "MATCH (n) WHERE n.image =~ $pattern RETURN n", "MATCH (n) WHERE n.image =~ ('(?i).*' + $pattern) AND n.pid > 1 RETURN n", `RETURN 'C:\\Users\\u' AS path, "it's", 'a\'b', '\u00e4'`,
		"MATCH (`odd name` {`with ``ticks`: 1}) RETURN `odd name`", "RETURN CASE WHEN $x IN [1, 2] THEN 'a' ELSE 'b' END", "MATCH (n) WHERE all(x IN n.names WHERE x STARTS WITH ('a')) RETURN n", "RETURN 1.5e3, 0xff, .5, [1, 2, 3][1..2]", "MATCH (größe) RETURN größe", "MATCH (n) RETURN n UNION ALL MATCH (n) RETURN n", "MATCH (n) USING INDEX n:Process(key) WHERE n.key = 'x' RETURN n",
		"MATCH (n) RETURN n.case, $case, n['set']", "WITH $call AS call RETURN call ORDER BY call", "MATCH (n {use: 1})-[load:LOAD]->(csv) RETURN load, csv",
	} {
		if _, err := Check(query, map[string]any{"n": int64(5), "pattern": `.*\.exe`, "l": []any{}}); err != nil {
			t.Errorf("%q: %v", query, err)
		}
	}
}

func TestStatement(t *testing.T) {
	s, err := Check("EXPLAIN MATCH (n {caseName: $case}) WHERE n.key = $ `a b` RETURN $case ; // end", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "        MATCH (n {caseName: $case}) WHERE n.key = $ `a b` RETURN $case   // end"; s.Text != want || !s.Explain {
		t.Errorf("%q", s.Text)
	}
	if got := strings.Join(s.Params, ","); got != "a b,case" {
		t.Errorf("parameters %q", got)
	}
}

func TestPlace(t *testing.T) {
	_, err := Check("MATCH (n)\n  /* ä\n */ RETURN n.ä, apoc.x(1)", nil)
	var refused *graph.CypherError
	if !errors.As(err, &refused) || refused.Line != 3 || refused.Column != 17 || refused.Kind != graph.CypherRefused {
		t.Errorf("%+v", refused)
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"MATCH (n) RETURN n", `RETURN '\u0027' // x`, "RETURN reduce(s=0, x IN [1] | s)", "CALL (x) {", "RETURN x =~ ('a' + $p)", "/* */ `a``b` $ 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		s, err := Check(query, nil)
		if err != nil {
			return
		}
		if len(s.Text) != len(query) {
			t.Errorf("%q became %q", query, s.Text)
		}
		if upper := strings.ToUpper(strings.Join(strings.Fields(s.Text), " ")); strings.HasPrefix(upper, "LOAD CSV") || strings.HasPrefix(upper, "CREATE") {
			t.Errorf("%q was taken", query)
		}
	})
}
