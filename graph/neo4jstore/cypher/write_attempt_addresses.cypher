UNWIND $rows AS r
MATCH (s:LogonAttempt {key: r[0]})
USING INDEX SEEK s:LogonAttempt(key)
WITH s, r
OPTIONAL MATCH (a:Address {key: r[1]})
USING INDEX SEEK a:Address(key)
WITH s, a, r
WHERE a IS NOT NULL
CREATE (s)-[:FROM_ADDRESS]->(a)
