// The relationships of nodes that changed (or, of the rarer kinds, are new) to those they refer to, where these are there.
UNWIND $keys AS r
MATCH (a:LogonAttempt {key: r})
USING INDEX SEEK a:LogonAttempt(key)
WITH a, r
OPTIONAL MATCH (h:Host {key: a.hostKey})
USING INDEX SEEK h:Host(key)
FOREACH (x IN CASE WHEN h IS NULL THEN [] ELSE [h] END | CREATE (a)-[:ON_HOST]->(x))
WITH a, r
OPTIONAL MATCH (u:User {key: a.userKey})
USING INDEX SEEK u:User(key)
FOREACH (x IN CASE WHEN u IS NULL THEN [] ELSE [u] END | CREATE (a)-[:BY_USER]->(x))
WITH a, r
OPTIONAL MATCH (t:User {key: a.targetUserKey})
USING INDEX SEEK t:User(key)
FOREACH (x IN CASE WHEN t IS NULL THEN [] ELSE [t] END | CREATE (a)-[:TARGET_USER]->(x))
WITH a, r
OPTIONAL MATCH (p:Process {key: a.processKey})
USING INDEX SEEK p:Process(key)
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (a)-[:BY_PROCESS]->(x))
WITH a, r
OPTIONAL MATCH (s:LogonSession {key: a.sessionKey})
USING INDEX SEEK s:LogonSession(key)
FOREACH (x IN CASE WHEN s IS NULL THEN [] ELSE [s] END | CREATE (a)-[:IN_SESSION]->(x))
