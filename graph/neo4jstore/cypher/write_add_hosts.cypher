UNWIND $rows AS r
CREATE (n:Host)
SET n = r
