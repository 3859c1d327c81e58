// The next ancestors of some processes, and of these the uppermost where the walk was cut.
UNWIND $ids AS i
MATCH (p) WHERE id(p) = i
MATCH path = (p)<-[:SPAWNED*1..256]-(a)
RETURN collect(DISTINCT id(a)), collect(DISTINCT CASE WHEN length(path) = 256 THEN id(a) END)
