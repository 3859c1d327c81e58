MATCH (n:Host)
USING INDEX SEEK n:Host(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
