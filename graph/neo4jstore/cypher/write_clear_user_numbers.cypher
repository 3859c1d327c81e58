MATCH (n:ProcgraphUserNumber)
USING INDEX SEEK n:ProcgraphUserNumber(caseName, userKey)
WHERE n.caseName = $case AND n.userKey IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
