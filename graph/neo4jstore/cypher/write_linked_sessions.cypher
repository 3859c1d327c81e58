UNWIND $rows AS r
MATCH (s:LogonSession {key: r[0]})
USING INDEX SEEK s:LogonSession(key)
WITH s, r
OPTIONAL MATCH (o:LogonSession {key: r[1]})
USING INDEX SEEK o:LogonSession(key)
WITH s, o, r
WHERE o IS NOT NULL
CREATE (s)-[:LINKED_TO]->(o)
