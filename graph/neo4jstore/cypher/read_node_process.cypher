MATCH (n:Process {key: $key}) USING INDEX SEEK n:Process(key)
WHERE n.caseName = $case
RETURN n.exportLine, n.hostKey
