MATCH (g:ProcgraphHostGraph) USING INDEX g:ProcgraphHostGraph(caseName, key)
WHERE g.caseName = $case AND g.key IS NOT NULL
RETURN sum(g.standouts)
