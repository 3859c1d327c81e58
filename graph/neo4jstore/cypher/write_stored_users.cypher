MATCH (n:User)
USING INDEX SEEK n:User(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
RETURN n.key, n.contentHash, n.name
