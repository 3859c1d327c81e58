MATCH (n:LogonAttempt)
USING INDEX SEEK n:LogonAttempt(hostKey, sortTime, key)
WHERE n.hostKey = $key AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key
