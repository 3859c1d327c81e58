UNWIND $keys AS k
MATCH (n:Process {key: k})
USING INDEX SEEK n:Process(key)
WITH n
OPTIONAL MATCH (d:Host {key: $key})
USING INDEX SEEK d:Host(key)
WITH n, d
WHERE d IS NOT NULL
MERGE (n)-[:RAN_ON]->(d)
SET n.hostName = $name
