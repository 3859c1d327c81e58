// Those of the keys that are there, for another host as it may be.
UNWIND $keys AS k
MATCH (n:Process {key: k})
USING INDEX SEEK n:Process(key)
RETURN k
