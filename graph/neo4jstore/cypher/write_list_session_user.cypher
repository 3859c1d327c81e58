MATCH (n:LogonSession)
USING INDEX SEEK n:LogonSession(userKey, sortTime, key)
WHERE n.userKey = $key AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key
