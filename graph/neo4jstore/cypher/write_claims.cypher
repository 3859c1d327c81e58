// Parents that one source names, where sources disagree.
UNWIND $rows AS r
MATCH (c:Process {key: r[0]})
USING INDEX SEEK c:Process(key)
WITH c, r
OPTIONAL MATCH (p:Process {key: r[1]})
USING INDEX SEEK p:Process(key)
WITH c, p, r
WHERE p IS NOT NULL
CREATE (c)-[:CLAIMED_PARENT {source: r[2]}]->(p)
