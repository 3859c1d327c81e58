UNWIND $keys AS k
MATCH (n:User {key: k})
USING INDEX SEEK n:User(key)
RETURN k, n.name
