MATCH (n:User)
USING INDEX SEEK n:User(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
