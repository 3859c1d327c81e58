UNWIND $rows AS r
CREATE (n:LogonSession)
SET n = r
