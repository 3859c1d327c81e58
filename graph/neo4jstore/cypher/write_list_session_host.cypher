MATCH (n:LogonSession)
USING INDEX SEEK n:LogonSession(hostKey, sortTime, key)
WHERE n.hostKey = $key AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key
