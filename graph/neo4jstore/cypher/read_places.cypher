UNWIND range(0, size($ids) - 1) AS i
MATCH (p) WHERE id(p) = $ids[i]
RETURN i, p.sortTime, p.key
