MATCH (n:ProcgraphRecord)
USING INDEX SEEK n:ProcgraphRecord(computerKey, log, number)
WHERE n.computerKey = $computer AND n.log IS NOT NULL AND n.number IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
