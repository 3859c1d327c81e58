UNWIND $keys AS k
MATCH (n:LogonAttempt {key: k})
USING INDEX SEEK n:LogonAttempt(key)
WITH n
OPTIONAL MATCH (d:Host {key: $key})
USING INDEX SEEK d:Host(key)
WITH n, d
WHERE d IS NOT NULL
MERGE (n)-[:ON_HOST]->(d)
SET n.hostName = $name
