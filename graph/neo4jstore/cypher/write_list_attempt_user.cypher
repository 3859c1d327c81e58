MATCH (n:LogonAttempt)
USING INDEX SEEK n:LogonAttempt(userKey, sortTime, key)
WHERE n.userKey = $key AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key
