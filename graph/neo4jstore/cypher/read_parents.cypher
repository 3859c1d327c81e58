UNWIND $ids AS i
MATCH (p) WHERE id(p) = i
MATCH (p)<-[:SPAWNED]-(a)
RETURN collect(DISTINCT id(a))
