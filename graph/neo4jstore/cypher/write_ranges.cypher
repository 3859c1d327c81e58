UNWIND $computers AS k
MATCH (n:ProcgraphRange)
USING INDEX SEEK n:ProcgraphRange(computerKey, log)
WHERE n.computerKey = k AND n.log IS NOT NULL
RETURN n.computer, n.fullLog, n.bounds
