MATCH (n:LogonSession)
USING INDEX SEEK n:LogonSession(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
