MATCH (c:ProcgraphComputer)
USING INDEX SEEK c:ProcgraphComputer(caseName, name)
WHERE c.caseName = $case AND c.name IS NOT NULL
SET c.touched = true
