// Package sqlitestore keeps a case in one SQLite file and implements graph.Store.
//
// The file is in WAL mode: any number of processes read while one writes. The
// writer holds an advisory lock on a side file (PATH.lock) that the operating
// system releases when the process ends in whatever way. Every writing method
// is one transaction, so a killed run leaves a case that opens and that a
// second run completes.
//
// Filters and searches go through the packed columns of all processes
// (process_column), not through their rows: one pass answers any filter, and
// indexes serve only what must be found without a pass.
//
// A node's truth is its line of the export; the columns and tables beside it
// only index it. Identities are small integers inside the file, and none of
// them is ever shown.
package sqlitestore
