// title: Processes of disabled or first-seen users
// question: Which accounts ran processes although they were seen disabled, or appear only late in the case?
// why: Accounts that were made or revived for an intrusion have no past.
// attack: T1136, T1078, T1098
// param: hours int 1..87600 = 24 -- an account counts as first seen if nothing of it was recorded in so many hours after the case begins
// param: limit int 1..10000 = 200 -- the most rows
// hit: kind "first seen" with the account's first process; kind "disabled" where a logon of the account failed for that reason (0xc0000072) at some time and it ran processes.
// false positives: People come back from leave. A case of a few hours has no past: then nobody is first seen. An account may be disabled after its work was done: compare "refused" with the times.
CALL () {
  MATCH (p:Process) USING INDEX p:Process(caseName, sortTime, key)
  WHERE p.caseName = $case AND p.sortTime > 0 AND p.key IS NOT NULL AND p.observed AND p.startTime IS NOT NULL
  RETURN p.sortTime AS begin
  ORDER BY p.caseName, p.sortTime, p.key
  LIMIT 1
}
MATCH (u:User) USING INDEX u:User(caseName, key)
WHERE u.caseName = $case AND u.key IS NOT NULL AND u.userKind = 'account'
CALL (u) {
  MATCH (p:Process) USING INDEX p:Process(userKey, sortTime, key)
  WHERE p.userKey = u.key AND p.sortTime > 0 AND p.key IS NOT NULL
  RETURN p
  ORDER BY p.userKey, p.sortTime, p.key
  LIMIT 1
}
OPTIONAL CALL (u) {
  MATCH (s:LogonSession) USING INDEX s:LogonSession(userKey, sortTime, key)
  WHERE s.userKey = u.key AND s.sortTime > 0 AND s.key IS NOT NULL
  RETURN s.sortTime AS firstLogon
  ORDER BY s.userKey, s.sortTime, s.key
  LIMIT 1
}
OPTIONAL CALL (u) {
  MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(targetUserKey, sortTime, key)
  WHERE a.targetUserKey = u.key AND a.sortTime >= 0 AND a.key IS NOT NULL
    AND (toLower(a.subStatus) = '0xc0000072' OR toLower(a.status) = '0xc0000072')
  RETURN a.time AS refused, a.key AS attempt
  ORDER BY a.targetUserKey, a.sortTime, a.key
  LIMIT 1
}
WITH u, p, refused, attempt, p.sortTime - begin >= $hours * 36000000000 AND coalesce(firstLogon, p.sortTime) - begin >= $hours * 36000000000 AS late
WHERE late OR refused IS NOT NULL
CALL (u) {
  MATCH (q:Process) USING INDEX q:Process(userKey, sortTime, key)
  WHERE q.userKey = u.key AND q.sortTime >= 0 AND q.key IS NOT NULL
  RETURN count(*) AS processes, count(DISTINCT q.hostKey) AS hosts
}
RETURN CASE WHEN refused IS NOT NULL THEN 'disabled' ELSE 'first seen' END AS kind, u.name AS user, p.startTime AS time, refused, processes, hosts,
  p.hostName AS host, p.image AS image, p.commandLine AS commandLine, substring(attempt, size($keyPrefix)) AS attemptKey,
  substring(u.key, size($keyPrefix)) AS userKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, u.key
LIMIT $limit
