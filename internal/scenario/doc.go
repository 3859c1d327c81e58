// Package scenario generates the Windows logs of a small, made-up company,
// together with the truth about it: for tests, benchmarks and the demo.
//
// A world is a list of hosts that boot, let users in, run processes and shut
// down, all on one agenda and from one seed: the same Config gives the same
// bytes. Everything the generator does is also written into a Truth, which
// shares no code with the resolver, and Truth.Check compares an exported graph
// with it.
//
// The records carry the fields of Sysmon 15 (events 1, 4, 5), of the Security
// log (4608, 4624, 4625, 4634, 4647, 4648, 4672, 4688 version 2, 4689, 1102)
// and of the System log (12, 13, 104, 6005, 6006), in the order and with the
// types of the vendors' manifests. Names are under example.test, addresses
// from the documentation ranges (RFC 5737, RFC 3849); nobody's machine,
// malware or data is in them, and no command line does anything.
//
// What makes graphs of such logs hard is in them on purpose:
//   - hosts that were up before their logs begin, so that parents and sessions
//     are known by reference only;
//   - hosts with only one of the two logs, one whose sensor leaves svchost.exe
//     out, some that do not audit exits;
//   - PIDs that are handed out again, logon IDs that begin anew with each boot,
//     processes of a boot that are older than its 4608;
//   - creators and owners that differ, UAC pairs, the same 0x3e7 logged on
//     again and again, logoffs told twice or not at all;
//   - in the intrusion, a child with a borrowed parent.
//
// STORY.md tells the demo minute by minute.
package scenario
