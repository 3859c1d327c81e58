// In the order of the index: nothing is sorted or held in memory.
MATCH (n:Process)
USING INDEX SEEK n:Process(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
RETURN n.exportLine
ORDER BY n.caseName, n.key
