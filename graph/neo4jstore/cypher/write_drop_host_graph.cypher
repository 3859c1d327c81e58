MATCH (h:ProcgraphHostGraph {key: $key})
USING INDEX SEEK h:ProcgraphHostGraph(key)
DETACH DELETE h
RETURN count(*)
