// The next ancestors of a process, nearest first. A process has one parent at the most.
MATCH (p) WHERE id(p) = $id
MATCH path = (p)<-[:SPAWNED*1..256]-(a)
RETURN id(a) ORDER BY length(path)
