MATCH (n:ProcgraphComputer)
USING INDEX SEEK n:ProcgraphComputer(caseName, name)
WHERE n.caseName = $case AND n.name IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
