// A process and all that it led to, each once.
MATCH (p) WHERE id(p) = $id
MATCH (p)-[:SPAWNED*0..]->(d)
WITH DISTINCT d
WITH collect(id(d)) AS ids
UNWIND range(0, size(ids) - 1, 10000) AS i
RETURN ids[i..i + 10000]
