UNWIND $rows AS r
MATCH (n:Host {key: r[0]})
USING INDEX SEEK n:Host(key)
SET n.contentHash = r[1]
