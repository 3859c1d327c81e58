// Some processes in the order of siblings, each with its parent; -1 for a root.
UNWIND $ids AS i
MATCH (p) WHERE id(p) = i
OPTIONAL MATCH (a:Process {key: p.parentKey}) USING INDEX SEEK a:Process(key)
WITH p, coalesce(id(a), -1) AS parent ORDER BY p.sortTime, p.key
RETURN collect(id(p)), collect(parent)
