// title: Sessions without a logoff whose processes still run
// question: Which logons were never closed and still have processes running at the end of the case?
// why: A forgotten remote desktop or a left-behind implant keeps its session open; the credentials stay in memory.
// attack: T1078, T1021.001, T1563.002
// param: hours int 0..87600 = 8 -- only sessions that began so long before the last record of their host
// param: unaudited bool = false -- also show hosts that never recorded the end of a process
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row a session with the number and names of its processes that have no end.
// false positives: Servers and unattended desktops stay logged on for weeks. A host that does not record ends of processes would show everything, and is left out. A logoff or end may be missing from the logs.
MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, key)
WHERE s.caseName = $case AND s.key IS NOT NULL AND s.endTime IS NULL AND s.userLogoff IS NULL AND NOT coalesce(s.builtin, false)
MATCH (s)-[:OF_USER]->(u:User) WHERE u.userKind = 'account'
WITH s.hostKey AS hostKey, collect(s) AS sessions
CALL (hostKey) {
  MATCH (p:Process) USING INDEX p:Process(hostKey, sortTime, key)
  WHERE p.hostKey = hostKey AND p.sortTime > 0 AND p.key IS NOT NULL
  RETURN max(p.sortTime) AS lastTicks, count(p.endTime) AS ends
}
WITH sessions, lastTicks, ends
WHERE $unaudited OR ends > 0
UNWIND sessions AS s
WITH s, lastTicks
WHERE s.sortTime <= lastTicks - $hours * 36000000000
MATCH (p:Process)-[:IN_SESSION]->(s) WHERE p.endTime IS NULL AND p.endNotAfter IS NULL AND p.observed
WITH s, p ORDER BY p.sortTime, p.key
WITH s, count(*) AS running, collect(DISTINCT p.imageName)[..10] AS images, collect(p)[0] AS first
RETURN coalesce(s.startTime, s.startHint) AS time, s.hostName AS host, s.userName AS user, s.logonType AS logonType, s.sourceIp AS sourceIp,
  running, images, substring(s.key, size($keyPrefix)) AS sessionKey, substring(first.key, size($keyPrefix)) AS processKey
ORDER BY s.sortTime, s.key
LIMIT $limit
