MATCH (n:Address)
USING INDEX SEEK n:Address(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
