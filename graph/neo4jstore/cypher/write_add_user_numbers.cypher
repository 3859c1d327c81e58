UNWIND $rows AS r
CREATE (n:ProcgraphUserNumber)
SET n = r
