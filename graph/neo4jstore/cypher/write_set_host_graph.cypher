MERGE (h:ProcgraphHostGraph {key: $key})
ON CREATE SET h.caseName = $case, h.hostKey = $host
SET h.state = $row.state, h.standoutHash = $row.standoutHash, h.processes = $row.processes, h.stubs = $row.stubs, h.sessions = $row.sessions, h.attempts = $row.attempts, h.failedLogons = $row.failedLogons, h.roots = $row.roots, h.standouts = $row.standouts, h.warnings = $row.warnings, h.processFirst = $row.processFirst, h.processLast = $row.processLast, h.first = $row.first, h.last = $row.last
