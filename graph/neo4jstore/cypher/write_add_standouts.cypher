UNWIND $rows AS r
CREATE (n:ProcgraphStandout)
SET n = r
