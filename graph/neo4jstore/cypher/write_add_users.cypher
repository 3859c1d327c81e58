UNWIND $rows AS r
CREATE (n:User)
SET n = r
