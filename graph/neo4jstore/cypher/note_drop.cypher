MATCH (n:ProcgraphNote {key: $key})
USING INDEX SEEK n:ProcgraphNote(key)
DELETE n
