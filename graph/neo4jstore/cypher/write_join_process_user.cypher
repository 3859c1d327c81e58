UNWIND $keys AS k
MATCH (n:Process {key: k})
USING INDEX SEEK n:Process(key)
WITH n
OPTIONAL MATCH (d:User {key: $key})
USING INDEX SEEK d:User(key)
WITH n, d
WHERE d IS NOT NULL
MERGE (n)-[:RAN_AS]->(d)
SET n.userName = $name
