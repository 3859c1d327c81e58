UNWIND $rows AS r
MATCH (n:LogonSession {key: r[0]})
USING INDEX SEEK n:LogonSession(key)
SET n.contentHash = r[1]
