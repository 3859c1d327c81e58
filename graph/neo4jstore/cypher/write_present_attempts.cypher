// Those of the keys that are there, for another host as it may be.
UNWIND $keys AS k
MATCH (n:LogonAttempt {key: k})
USING INDEX SEEK n:LogonAttempt(key)
RETURN k
