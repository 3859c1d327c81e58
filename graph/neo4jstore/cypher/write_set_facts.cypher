MERGE (c:ProcgraphComputer {key: $key})
ON CREATE SET c.caseName = $case, c.name = $name, c.observations = 0, c.touched = false
SET c.facts = $facts
