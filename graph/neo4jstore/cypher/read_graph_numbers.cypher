MATCH (g:ProcgraphHostGraph) USING INDEX g:ProcgraphHostGraph(caseName, key)
WHERE g.caseName = $case AND g.key IS NOT NULL
RETURN g.processes, g.stubs, g.sessions, g.attempts, g.failedLogons, g.standouts, g.first, g.last
