// No hash fits while the standouts are being replaced.
MATCH (h:ProcgraphHostGraph {key: $key})
USING INDEX SEEK h:ProcgraphHostGraph(key)
SET h.standoutHash = -1
