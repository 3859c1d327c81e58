MATCH (n:LogonSession {key: $key}) USING INDEX SEEK n:LogonSession(key)
WHERE n.caseName = $case
RETURN n.exportLine, n.hostKey
