UNWIND $rows AS r
MERGE (a:Address {key: r[0]})
ON CREATE SET a.caseName = $case, a.address = r[1]
