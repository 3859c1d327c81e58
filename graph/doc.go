// Package graph is the domain: processes, users, hosts and logon sessions seen
// in Windows process-creation and logon events, the observations they are
// derived from, the ports that a store implements, and the export.
//
// It knows no files, no HTTP and no database. The graph is a pure function of
// the set of observations: package resolve computes it, package derive keeps a
// store up to date with it.
package graph
