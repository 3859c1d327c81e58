UNWIND $rows AS r
CREATE (n:Warning)
SET n = r
