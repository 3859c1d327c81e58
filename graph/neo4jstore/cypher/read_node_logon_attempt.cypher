MATCH (n:LogonAttempt {key: $key}) USING INDEX SEEK n:LogonAttempt(key)
WHERE n.caseName = $case
RETURN n.exportLine, n.hostKey
