// Package fieldcase checks an exported graph against the field cases in
// testdata: small synthetic logs, each one a mistake that real tools make, with
// the graph that is right. testdata/EXPECT-SCHEMA.md tells how an expectation
// is written.
//
// An expectation names things by labels of its own; the export names them by
// keys that only procgraph chooses. So a check first binds each label to an
// exported line by what both tell (host, PID, GUID, start, logon ID, SID, name),
// then compares every member that the expectation gives. The export is read here
// from its bytes, apart from the types that wrote it, so that a renamed member
// or an empty value is noticed.
//
// Where the two speak differently:
//
//	expectation                     export
//	parent_via "stub"               the parent's line has observed false
//	parent_via "guid-or-stub"       parent_via "guid", or the parent is a stub
//	parent_claims [labels]          the set of parent_claims[].parent
//	sources ["sysmon:1", ...]       the creation records among sources[]
//	hash_kinds [names]              the names in hashes, case ignored
//	remote_origin "ADDRESS"         remote_origin.source_ip, by way of the process's session
//	remote_origin_possible [labels] an upper bound: no other session may be named
//	kind "person", "service"        user_kind "account": a log does not tell them apart
//	names, aliases                  must be there; more may be
//	null                            the member is left out
//
// Not compared where the expectation has null: the image of any process; user,
// session and command line of a stub, which its children may or may not tell;
// the SID of an account that is the same on every machine.
package fieldcase
