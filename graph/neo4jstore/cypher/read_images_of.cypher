UNWIND $ids AS i
MATCH (p) WHERE id(p) = i
RETURN coalesce(p.imageName, '') AS image, count(*) AS n
