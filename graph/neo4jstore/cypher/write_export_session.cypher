// In the order of the index: nothing is sorted or held in memory.
MATCH (n:LogonSession)
USING INDEX SEEK n:LogonSession(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
RETURN n.exportLine
ORDER BY n.caseName, n.key
