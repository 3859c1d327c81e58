// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (n:Process {key: k})
USING INDEX SEEK n:Process(key)
DETACH DELETE n
