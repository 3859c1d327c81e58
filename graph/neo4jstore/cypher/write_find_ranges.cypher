UNWIND $keys AS k
MATCH (n:ProcgraphRange {key: k})
USING INDEX SEEK n:ProcgraphRange(key)
RETURN n.key, n.bounds
