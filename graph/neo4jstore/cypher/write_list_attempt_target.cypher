MATCH (n:LogonAttempt)
USING INDEX SEEK n:LogonAttempt(targetUserKey, sortTime, key)
WHERE n.targetUserKey = $key AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key
