UNWIND $rows AS r
CREATE (n:LogonAttempt)
SET n = r
