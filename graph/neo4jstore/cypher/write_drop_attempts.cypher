// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (n:LogonAttempt {key: k})
USING INDEX SEEK n:LogonAttempt(key)
DETACH DELETE n
