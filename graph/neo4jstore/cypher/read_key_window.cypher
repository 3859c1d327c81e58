// The last key of the next part of a case.
MATCH (p:Process) USING INDEX p:Process(caseName, key)
WHERE p.caseName = $case AND p.key > $after
WITH p ORDER BY p.caseName, p.key SKIP $skip LIMIT 1
RETURN p.key
