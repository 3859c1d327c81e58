MATCH (g:ProcgraphHostGraph {key: $host}) USING INDEX SEEK g:ProcgraphHostGraph(key)
WHERE g.caseName = $case
RETURN g.state
