UNWIND $rows AS r
MERGE (n:ProcgraphRange {key: r[0]})
ON CREATE SET n.caseName = $case, n.computerKey = r[1], n.computer = r[2], n.log = r[3], n.fullLog = r[4]
SET n.bounds = r[5]
