MATCH (n:ProcgraphNote) USING INDEX n:ProcgraphNote(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
RETURN n.note
