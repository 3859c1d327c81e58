MATCH (h:ProcgraphHostGraph)
USING INDEX SEEK h:ProcgraphHostGraph(caseName, key)
WHERE h.caseName = $case AND h.key IS NOT NULL
RETURN h.hostKey, h.state
