MATCH (n:Warning)
USING INDEX SEEK n:Warning(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
