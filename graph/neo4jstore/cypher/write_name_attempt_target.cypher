// $name is null when the directory no longer has it.
UNWIND $keys AS k
MATCH (n:LogonAttempt {key: k})
USING INDEX SEEK n:LogonAttempt(key)
SET n.targetUserName = $name
