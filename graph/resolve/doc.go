// Package resolve turns observations into the graph: who is who among
// processes, logon sessions, users and hosts. It is pure: no I/O, no clock, no
// order that matters. The same set of observations gives the same graph.
//
// It works in two steps. Records takes in one host's observations; its Resolve
// tells what they say by themselves and gathers Facts, what other hosts may need
// of it. NewDirectory joins the facts of all hosts: which spellings are one host,
// which names one user, whose an address is. HostGraph then names everything by its key.
//
// The rules are those of the project's design (section "Who is who"); each has
// field cases that fail when it is broken.
package resolve
