UNWIND $keys AS k
MATCH (n:Host {key: k})
USING INDEX SEEK n:Host(key)
RETURN k, n.name
