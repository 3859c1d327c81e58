// The relationships of nodes that changed (or, of the rarer kinds, are new) to those they refer to, where these are there.
UNWIND $keys AS r
MATCH (p:Process {key: r})
USING INDEX SEEK p:Process(key)
WITH p, r
OPTIONAL MATCH (h:Host {key: p.hostKey})
USING INDEX SEEK h:Host(key)
FOREACH (x IN CASE WHEN h IS NULL THEN [] ELSE [h] END | CREATE (p)-[:RAN_ON]->(x))
WITH p, r
OPTIONAL MATCH (u:User {key: p.userKey})
USING INDEX SEEK u:User(key)
FOREACH (x IN CASE WHEN u IS NULL THEN [] ELSE [u] END | CREATE (p)-[:RAN_AS]->(x))
WITH p, r
OPTIONAL MATCH (b:User {key: p.startedByKey})
USING INDEX SEEK b:User(key)
FOREACH (x IN CASE WHEN b IS NULL THEN [] ELSE [b] END | CREATE (p)-[:STARTED_BY]->(x))
WITH p, r
OPTIONAL MATCH (s:LogonSession {key: p.sessionKey})
USING INDEX SEEK s:LogonSession(key)
FOREACH (x IN CASE WHEN s IS NULL THEN [] ELSE [s] END | CREATE (p)-[:IN_SESSION]->(x))
