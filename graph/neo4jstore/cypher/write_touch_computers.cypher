// plan: Eager. The sum is read and set on one node a computer, and the rows are one a computer.
UNWIND $rows AS r
MERGE (c:ProcgraphComputer {key: r[0]})
ON CREATE SET c.caseName = $case, c.name = r[1], c.observations = 0
SET c.touched = true, c.observations = c.observations + r[2]
