MATCH (n:Process)
USING INDEX SEEK n:Process(startedByKey)
WHERE n.startedByKey = $key
RETURN n.key
