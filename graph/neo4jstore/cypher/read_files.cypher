MATCH (f:ProcgraphFile) USING INDEX f:ProcgraphFile(caseName, key)
WHERE f.caseName = $case AND f.key IS NOT NULL
RETURN f.report ORDER BY f.caseName, f.key
