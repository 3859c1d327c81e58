// Package neo4jlocal runs a Neo4j Community server on this computer without
// Docker: from its published Maven artifacts, with the Java and the Maven that
// are found here. `procgraph neo4j` and the tests use it.
//
// What is run is pinned: jars/VERSION.txt lists every artifact of a release with
// its SHA-256, and a file that differs is never put on the class path. The
// server listens on loopback only, speaks Bolt and nothing else, reports no
// usage, reads no files and no addresses in queries, and has bounded memory.
// Its password is random and kept in a file that only the user can read.
//
// A folder holds one server for each series (5.26, 2026.09), since a later
// series cannot hand its data back to an earlier one:
//
//	lib-5.26.28/          the verified artifacts
//	server-5.26/          home: conf, data, logs
//	server-5.26/password  mode 0600
//	server-5.26/run.json  process id and port of the server that was started last
//	server-5.26.lock      held while a server is started or stopped
//
// The package does not know the Neo4j driver: that a server is up is told by
// a Bolt handshake (the Bolt protocol's page "Handshake").
package neo4jlocal

//go:generate go run ./pin -o jars/5.26.28.txt 5.26.28
//go:generate go run ./pin -o jars/2026.09.0.txt 2026.09.0
