// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (n:Host {key: k})
USING INDEX SEEK n:Host(key)
DETACH DELETE n
