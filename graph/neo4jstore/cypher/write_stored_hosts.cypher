MATCH (n:Host)
USING INDEX SEEK n:Host(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
RETURN n.key, n.contentHash, n.name
