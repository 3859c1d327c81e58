UNWIND $rows AS r
MATCH (n:User {key: r[0]})
USING INDEX SEEK n:User(key)
SET n.contentHash = r[1]
