MATCH (n:ProcgraphNote {key: $key})
USING INDEX SEEK n:ProcgraphNote(key)
WHERE n.note IS NOT NULL
RETURN n.note
