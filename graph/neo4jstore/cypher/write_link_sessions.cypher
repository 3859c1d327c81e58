// The relationships of nodes that changed (or, of the rarer kinds, are new) to those they refer to, where these are there.
UNWIND $keys AS r
MATCH (s:LogonSession {key: r})
USING INDEX SEEK s:LogonSession(key)
WITH s, r
OPTIONAL MATCH (h:Host {key: s.hostKey})
USING INDEX SEEK h:Host(key)
FOREACH (x IN CASE WHEN h IS NULL THEN [] ELSE [h] END | CREATE (s)-[:ON_HOST]->(x))
WITH s, r
OPTIONAL MATCH (u:User {key: s.userKey})
USING INDEX SEEK u:User(key)
FOREACH (x IN CASE WHEN u IS NULL THEN [] ELSE [u] END | CREATE (s)-[:OF_USER]->(x))
WITH s, r
OPTIONAL MATCH (f:Host {key: s.sourceHostKey})
USING INDEX SEEK f:Host(key)
FOREACH (x IN CASE WHEN f IS NULL THEN [] ELSE [f] END | CREATE (s)-[:FROM_HOST]->(x))
