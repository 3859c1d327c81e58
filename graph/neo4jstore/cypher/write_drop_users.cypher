// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (n:User {key: k})
USING INDEX SEEK n:User(key)
DETACH DELETE n
