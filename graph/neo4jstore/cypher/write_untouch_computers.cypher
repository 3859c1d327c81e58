UNWIND $keys AS k
MATCH (c:ProcgraphComputer {key: k})
USING INDEX SEEK c:ProcgraphComputer(key)
SET c.touched = false
