MATCH (n:ProcgraphNote)
USING INDEX SEEK n:ProcgraphNote(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
