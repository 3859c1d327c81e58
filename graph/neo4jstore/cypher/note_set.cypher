MERGE (n:ProcgraphNote {key: $key})
ON CREATE SET n.caseName = $case
SET n.note = $note
