// title: Explicit credentials, NTLM and cleartext network logons
// question: Where were credentials given by hand, and which network logons came by NTLM or with the password in clear text?
// why: runas, wmic /user and pass-the-hash show here; in a domain, Kerberos is the rule.
// attack: T1078, T1550.002, T1021
// param: self bool = false -- also show explicit credentials that name the asking account and its own host
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row for the same accounts and computers, by the first time. kind is "explicit credentials" (4648) of a person's account, "NTLM network logon" or "cleartext network logon" (type 8) of one.
// false positives: NTLM is used wherever an address stands in place of a name, and outside of a domain. Cleartext logons are made by basic authentication of web servers.
CALL () {
  MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(caseName, sortTime, key)
  WHERE a.caseName = $case AND a.sortTime >= 0 AND a.key IS NOT NULL AND a.eventId = 4648
  MATCH (a)-[:BY_USER]->(asker:User) WHERE asker.userKind = 'account'
  OPTIONAL MATCH (a)-[:TARGET_USER]->(target:User)
  OPTIONAL MATCH (a)-[:BY_PROCESS]->(p:Process)
  WITH a, asker, target, p
  WHERE $self OR target IS NULL OR target <> asker OR NOT coalesce(a.targetHost, 'localhost') IN ['localhost', a.hostName]
  WITH a, asker, target, p ORDER BY a.sortTime, a.key
  WITH asker, target, a.hostName AS host, a.targetHost AS targetHost, collect(a)[0] AS a, collect(p)[0] AS p, sum(coalesce(a.count, 1)) AS times
  RETURN 'explicit credentials' AS kind, a.time AS time, a.sortTime AS sortTime, host, asker.name AS user, target.name AS account, targetHost,
    a.sourceIp AS sourceIp, times, p.commandLine AS commandLine, a.key AS attempt, a.sessionKey AS session, p.key AS process, a.key AS sortKey
UNION ALL
  MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, key)
  WHERE s.caseName = $case AND s.key IS NOT NULL AND s.observed
    AND (s.logonType = 8 OR s.logonType = 3 AND (s.authPackage STARTS WITH 'NTLM' OR s.logonProcess STARTS WITH 'NtLmSsp'))
  MATCH (s)-[:OF_USER]->(u:User) WHERE u.userKind = 'account'
  WITH s, u ORDER BY s.sortTime, s.key
  WITH u, s.hostName AS host, s.sourceIp AS sourceIp, s.logonType = 8 AS clear, collect(s)[0] AS s, count(*) AS times
  RETURN CASE WHEN clear THEN 'cleartext network logon' ELSE 'NTLM network logon' END AS kind, s.startTime AS time, s.sortTime AS sortTime, host,
    null AS user, u.name AS account, null AS targetHost, sourceIp, times, null AS commandLine, null AS attempt, s.key AS session,
    null AS process, s.key AS sortKey
}
RETURN kind, time, host, user, account, targetHost, sourceIp, times, commandLine, substring(attempt, size($keyPrefix)) AS attemptKey,
  substring(session, size($keyPrefix)) AS sessionKey, substring(process, size($keyPrefix)) AS processKey
ORDER BY sortTime, sortKey
LIMIT $limit
