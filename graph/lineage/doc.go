// Package lineage answers how a process came to be and what it led to, across
// hosts where a logon session proves it, what stands next to a node, and how two
// nodes hang together. It is composed from graph.Reader alone and so works alike
// on every store.
//
// # What is asserted
//
// A process ran in its session, and a session came from the host whose address it
// has (graph.LogonSession.SourceHost): both stand in the records. Which process
// of that host opened the session is proven only by a use of explicit credentials
// (Security 4648) that names the process, the user and the target host shortly
// before the session began. Everything else (another process of the same user was
// alive then; its command line names the host; a service started right after a
// network logon) is Possible and never more.
package lineage
