// What is known of the computers, and which are touched.
MATCH (c:ProcgraphComputer)
USING INDEX SEEK c:ProcgraphComputer(caseName, name)
WHERE c.caseName = $case AND c.name IS NOT NULL
RETURN c.name, c.touched, c.facts
ORDER BY c.caseName, c.name
