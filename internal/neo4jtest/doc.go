// Package neo4jtest finds a Neo4j server for tests: the one that
// PROCGRAPH_TEST_NEO4J_URI (with PROCGRAPH_TEST_NEO4J_USER and
// PROCGRAPH_TEST_NEO4J_PASSWORD) names, else a local one that it starts from
// Maven artifacts, else a container, else none: then the test is skipped, or
// fails where PROCGRAPH_TEST_REQUIRE names neo4j. PROCGRAPH_TEST_NEO4J_VERSION
// chooses among the releases of neo4jlocal.
//
// All packages of one `go test` share one local server, so each test keeps to
// a case of its own. A process beside them, the guard, ends the server when
// `go test` has ended, however it ended. A test that has to kill its server
// takes a Private one.
package neo4jtest
