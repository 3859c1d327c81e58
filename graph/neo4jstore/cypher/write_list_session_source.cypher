MATCH (n:LogonSession)
USING INDEX SEEK n:LogonSession(sourceHostKey)
WHERE n.sourceHostKey = $key
RETURN n.key
