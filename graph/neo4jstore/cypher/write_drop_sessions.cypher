// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (n:LogonSession {key: k})
USING INDEX SEEK n:LogonSession(key)
DETACH DELETE n
