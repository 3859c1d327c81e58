MATCH (n:ProcgraphUserNumber)
USING INDEX SEEK n:ProcgraphUserNumber(hostKey)
WHERE n.hostKey = $host
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
