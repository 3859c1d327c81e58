// Those of the keys that are there, for another host as it may be.
UNWIND $keys AS k
MATCH (n:Warning {key: k})
USING INDEX SEEK n:Warning(key)
RETURN k
