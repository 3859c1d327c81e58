MATCH (h:Host) USING INDEX h:Host(caseName, sortName, key)
WHERE h.caseName = $case AND h.sortName IS NOT NULL AND h.key IS NOT NULL
WITH h ORDER BY h.caseName, h.sortName, h.key
OPTIONAL MATCH (g:ProcgraphHostGraph {key: h.key}) USING INDEX SEEK g:ProcgraphHostGraph(key)
RETURN h.exportLine, g.processes, g.stubs, g.sessions, g.attempts, g.roots, g.standouts, g.processFirst, g.processLast
ORDER BY h.sortName, h.key
