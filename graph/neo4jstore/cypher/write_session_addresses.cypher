UNWIND $rows AS r
MATCH (s:LogonSession {key: r[0]})
USING INDEX SEEK s:LogonSession(key)
WITH s, r
OPTIONAL MATCH (a:Address {key: r[1]})
USING INDEX SEEK a:Address(key)
WITH s, a, r
WHERE a IS NOT NULL
CREATE (s)-[:FROM_ADDRESS]->(a)
