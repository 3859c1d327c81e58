// title: Failed logons of one source, and what succeeded after them
// question: Which source failed on many accounts, or many times, and did it then get in?
// why: Guessing passwords leaves a trail of 4625; the 4624 behind it is the account to reset.
// attack: T1110.001, T1110.003, T1078
// param: accounts int 1..100000 = 5 -- so many accounts tried from one source are a hit
// param: failures int 1..1000000 = 10 -- so many failures are a hit if a logon of one of the accounts followed
// param: pause int 1..1440 = 10 -- minutes without a failure that end a run
// param: minutes int 1..1440 = 30 -- how long after the last failure a logon counts as its fruit
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row a run of failures from one source on one host. "success" is the first account that then logged on from there.
// false positives: A service or phone with an old password fails on one account for days. Terminal servers and proxies are one source for many people; a few mistyped passwords are below the bounds.
MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(caseName, sortTime, key)
WHERE a.caseName = $case AND a.sortTime > 0 AND a.key IS NOT NULL AND a.eventId = 4625
  AND coalesce(a.sourceIp, a.claimedWorkstation) IS NOT NULL
  AND NOT EXISTS {
    MATCH (b:LogonAttempt) USING INDEX b:LogonAttempt(hostKey, sortTime, key)
    WHERE b.hostKey = a.hostKey AND b.sortTime >= a.sortTime - $pause * 600000000 AND b.sortTime <= a.sortTime
      AND b.key IS NOT NULL AND b.eventId = 4625 AND coalesce(b.sourceIp, b.claimedWorkstation) = coalesce(a.sourceIp, a.claimedWorkstation)
      AND (b.sortTime < a.sortTime OR b.key < a.key)
  }
WITH a ORDER BY a.hostKey, a.sortTime, a.key
WITH a.hostKey AS hostKey, coalesce(a.sourceIp, a.claimedWorkstation) AS source, collect(a) AS starts
UNWIND range(0, size(starts) - 1) AS i
WITH hostKey, source, starts[i] AS start, coalesce(starts[i + 1].sortTime, 9223372036854775807) AS nextStart
MATCH (f:LogonAttempt) USING INDEX f:LogonAttempt(hostKey, sortTime, key)
WHERE f.hostKey = hostKey AND f.sortTime >= start.sortTime AND f.sortTime < nextStart AND f.key IS NOT NULL
  AND f.eventId = 4625 AND coalesce(f.sourceIp, f.claimedWorkstation) = source
WITH hostKey, source, start, max(f.sortTime) AS lastTicks, max(f.time) AS last, sum(coalesce(f.count, 1)) AS failures,
  count(DISTINCT f.targetUserKey) AS accounts, collect(DISTINCT f.targetUserKey) AS tried, collect(DISTINCT f.targetUserName)[..10] AS names
WHERE accounts >= $accounts OR failures >= $failures
OPTIONAL CALL (hostKey, source, start, lastTicks, tried, accounts) {
  MATCH (s:LogonSession) USING INDEX s:LogonSession(hostKey, sortTime, key)
  WHERE s.hostKey = hostKey AND s.sortTime >= start.sortTime AND s.sortTime <= lastTicks + $minutes * 600000000
    AND s.key IS NOT NULL AND s.observed AND coalesce(s.sourceIp, s.claimedWorkstation) = source
  MATCH (s)-[:OF_USER]->(u:User) WHERE u.userKind = 'account' AND (u.key IN tried OR accounts >= $accounts)
  RETURN s AS success, u AS account
  ORDER BY s.sortTime, s.key
  LIMIT 1
}
WITH hostKey, source, start, last, failures, accounts, names, success, account
WHERE accounts >= $accounts OR success IS NOT NULL
RETURN start.time AS first, last, start.hostName AS host, source, failures, accounts, names, account.name AS success, success.startTime AS successTime,
  substring(success.key, size($keyPrefix)) AS sessionKey, substring(account.key, size($keyPrefix)) AS userKey,
  substring(start.key, size($keyPrefix)) AS attemptKey, substring(hostKey, size($keyPrefix)) AS hostKey
ORDER BY start.sortTime, start.key
LIMIT $limit
