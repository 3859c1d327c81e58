MATCH (n:ProcgraphRange)
USING INDEX SEEK n:ProcgraphRange(computerKey, log)
WHERE n.computerKey = $computer AND n.log IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
