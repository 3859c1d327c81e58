// title: A user's moves from host to host
// question: From which host to which did a user log on, and which earlier move had brought the user there?
// why: Lateral movement is a chain of logons, each from the host that the one before reached.
// attack: T1021, T1078, T1550
// param: user key = "" -- one user; empty takes all accounts
// param: hops int 1..2 = 1 -- 2 shows only moves that go on from an earlier one
// param: types ints = 3, 8, 10 -- logon types that count as a move
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row for each user, origin and target, by the first logon. "cameFrom" and "cameBy" are the latest earlier move of the same user to the origin, so times grow along a chain.
// false positives: File servers and domain controllers see network logons of everybody; a user's first move to a workstation or from a server is what is rare. Only proven origins count.
MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, key)
WHERE s.caseName = $case AND s.key IS NOT NULL AND s.sourceHostKey IS NOT NULL AND s.sourceHostKey <> s.hostKey
  AND s.logonType IN $types AND s.sortTime > 0 AND ($user = '' OR s.userKey = $keyPrefix + $user)
MATCH (s)-[:OF_USER]->(u:User) WHERE u.userKind = 'account'
WITH u, s ORDER BY s.sortTime, s.key
WITH u, s.sourceHostKey AS fromKey, s.hostKey AS toKey, collect(s)[0] AS first, count(*) AS logons, max(s.startTime) AS last
MATCH (first)-[:FROM_HOST]->(origin:Host)
MATCH (first)-[:ON_HOST]->(target:Host)
OPTIONAL CALL (u, fromKey, first) {
  MATCH (e:LogonSession) USING INDEX e:LogonSession(userKey, sortTime, key)
  WHERE e.userKey = u.key AND e.sortTime > 0 AND e.sortTime < first.sortTime AND e.key IS NOT NULL
    AND e.hostKey = fromKey AND e.sourceHostKey <> fromKey AND e.logonType IN $types
  MATCH (e)-[:FROM_HOST]->(before:Host)
  RETURN e AS earlier, before
  ORDER BY e.sortTime DESC, e.key
  LIMIT 1
}
WITH u, origin, target, first, logons, last, earlier, before
WHERE $hops = 1 OR earlier IS NOT NULL
RETURN u.name AS user, first.startTime AS time, before.name AS cameFrom, origin.name AS origin, target.name AS target, first.logonType AS logonType,
  first.sourceIp AS sourceIp, logons, last, earlier.startTime AS cameAt, substring(earlier.key, size($keyPrefix)) AS cameBy,
  substring(first.key, size($keyPrefix)) AS sessionKey, substring(u.key, size($keyPrefix)) AS userKey,
  substring(origin.key, size($keyPrefix)) AS originKey, substring(target.key, size($keyPrefix)) AS targetKey
ORDER BY first.sortTime, first.key
LIMIT $limit
