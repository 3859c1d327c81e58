// The hash comes last, with the relationships to nodes of a later stage.
UNWIND $rows AS r
MATCH (n:Process {key: r[0]})
USING INDEX SEEK n:Process(key)
SET n.contentHash = r[1]
