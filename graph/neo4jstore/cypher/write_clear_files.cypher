MATCH (n:ProcgraphFile)
USING INDEX SEEK n:ProcgraphFile(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
