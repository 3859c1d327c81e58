UNWIND $keys AS k
MATCH (n:LogonAttempt {key: k})
USING INDEX SEEK n:LogonAttempt(key)
WITH n
OPTIONAL MATCH (d:User {key: $key})
USING INDEX SEEK d:User(key)
WITH n, d
WHERE d IS NOT NULL
MERGE (n)-[:TARGET_USER]->(d)
SET n.targetUserName = $name
