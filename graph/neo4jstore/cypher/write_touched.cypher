MATCH (c:ProcgraphComputer)
USING INDEX SEEK c:ProcgraphComputer(caseName, name)
WHERE c.caseName = $case AND c.name IS NOT NULL AND c.touched
RETURN c.name
ORDER BY c.caseName, c.name
