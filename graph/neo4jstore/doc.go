// Package neo4jstore keeps cases in a Neo4j server (5.26 or later) and implements
// graph.Store. It is the only package that knows the driver.
//
// # Cases
//
// Several cases live in one database. Every node bears caseName, and its key is
// the export's key behind the case's prefix: none for the case "default", the
// name and a slash for others. So one unique constraint on key for each label
// keeps the cases apart, and every query is bound to a case or starts at a key.
//
// # What readers see
//
// Neo4j reads what is committed at the moment, node by node: a reader can meet
// half of a commit. So a step that changes the graph is framed: one transaction
// makes the case's epoch odd, then comes the step, then one makes it even again.
// A reader takes the epoch before and after, and repeats its work when a step
// was there (Store.read).
//
// A step is one transaction up to some thousand nodes. A larger one would not fit
// into the memory that a default server gives to transactions. It is written in
// stages, each of them one transaction with whole nodes and their relationships,
// parents before children. Readers do not wait for a staged step: they see the
// host grow, and its numbers at the end. The host's state
// is written, and its computers cease to be touched, with the last stage, so that
// the next run completes what a killed one left. What differs is told by a hash on
// each node, which is set together with the node's relationships.
//
// # One writer
//
// The case's node holds a lock: an owner's token and a moment, by the server's
// clock, at which it lapses. The writer renews it while it lives, and every
// writing transaction checks it before it commits, so that a writer that slept
// beyond its lock cannot write into the next one's work. A killed writer holds
// the next one up for some seconds.
package neo4jstore
