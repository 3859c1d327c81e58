// Package importqueue takes uploaded files into a case, one after the other: each is
// kept in a temporary file until its turn comes, read, and then the graph is worked
// out once for all that were waiting. Names come from browsers; no file is ever
// opened by one.
package importqueue
