MATCH (o:ProcgraphRecord)
USING INDEX SEEK o:ProcgraphRecord(computerKey, log, number)
WHERE o.computerKey = $computer AND o.log IS NOT NULL AND o.number IS NOT NULL
RETURN o.id, o.resent, o.file, o.delivery, o.content
