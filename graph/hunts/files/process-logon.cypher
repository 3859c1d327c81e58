// title: The logon that a process belongs to
// question: In which logon did this process run, how was it made, and from where?
// why: The logon answers who was at the keyboard, or which computer was at the other end.
// attack: T1078, T1021
// param: process key required -- the process to explain
// param: limit int 1..100 = 10 -- the most rows
// hit: One row: the logon session, its source address and host (host only where it is proven), and the other half of a UAC pair.
// false positives: None: this is a view and no detection. Services run in the built-in session 0x3e7, which has no source: see remote-execution for who may have asked.
MATCH (p:Process {key: $keyPrefix + $process})-[:IN_SESSION]->(s:LogonSession)
OPTIONAL MATCH (s)-[:FROM_HOST]->(source:Host)
OPTIONAL MATCH (s)-[:LINKED_TO]->(half:LogonSession)
RETURN p.image AS image, s.userName AS user, s.logonType AS logonType, s.logonId AS logonId, s.startTime AS start, s.endTime AS end,
  coalesce(s.builtin, false) AS builtin, s.observed AS observed, s.elevated AS elevated, s.sourceIp AS sourceIp, source.name AS sourceHost,
  s.claimedWorkstation AS claimedWorkstation, s.authPackage AS authPackage, s.logonProcess AS logonProcess, s.processCount AS processes,
  substring(half.key, size($keyPrefix)) AS otherHalfKey, substring(source.key, size($keyPrefix)) AS sourceHostKey,
  substring(s.key, size($keyPrefix)) AS sessionKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY sessionKey
LIMIT $limit
