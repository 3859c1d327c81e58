UNWIND $keys AS k
MATCH (n:LogonSession {key: k})
USING INDEX SEEK n:LogonSession(key)
WITH n
OPTIONAL MATCH (d:Host {key: $key})
USING INDEX SEEK d:Host(key)
WITH n, d
WHERE d IS NOT NULL
MERGE (n)-[:FROM_HOST]->(d)
