MATCH (h:ProcgraphHostGraph {key: $key})
USING INDEX SEEK h:ProcgraphHostGraph(key)
RETURN h.state, h.standoutHash, h.standouts
