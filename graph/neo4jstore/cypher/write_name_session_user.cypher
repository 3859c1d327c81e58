// $name is null when the directory no longer has it.
UNWIND $keys AS k
MATCH (n:LogonSession {key: k})
USING INDEX SEEK n:LogonSession(key)
SET n.userName = $name
