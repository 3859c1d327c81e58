MATCH (n:Warning)
USING INDEX SEEK n:Warning(hostKey, key)
WHERE n.hostKey = $host AND n.key IS NOT NULL
RETURN n.key, n.contentHash
