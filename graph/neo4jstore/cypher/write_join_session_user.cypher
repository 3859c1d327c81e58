UNWIND $keys AS k
MATCH (n:LogonSession {key: k})
USING INDEX SEEK n:LogonSession(key)
WITH n
OPTIONAL MATCH (d:User {key: $key})
USING INDEX SEEK d:User(key)
WITH n, d
WHERE d IS NOT NULL
MERGE (n)-[:OF_USER]->(d)
SET n.userName = $name
