// The SET takes the write lock of a node that is there; MERGE has that of a new one.
MERGE (n:ProcgraphNote {key: $key})
ON CREATE SET n.caseName = $case
SET n.key = $key
