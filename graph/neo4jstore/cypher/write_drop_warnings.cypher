// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (n:Warning {key: k})
USING INDEX SEEK n:Warning(key)
DETACH DELETE n
