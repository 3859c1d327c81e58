// Those of the keys that are there, for another host as it may be.
UNWIND $keys AS k
MATCH (n:LogonSession {key: k})
USING INDEX SEEK n:LogonSession(key)
RETURN k
