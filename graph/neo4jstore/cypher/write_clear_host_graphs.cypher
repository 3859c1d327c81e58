MATCH (n:ProcgraphHostGraph)
USING INDEX SEEK n:ProcgraphHostGraph(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
