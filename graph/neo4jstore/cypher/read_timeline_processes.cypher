// The moments nearest to an edge: $sign is 1 for those after it and -1 for those before it.
CALL () {
//include read_matching
}
UNWIND [CASE WHEN p.observed THEN p.sortTime ELSE 0 END, p.lastTime] AS at
WITH id(p) AS id, at WHERE at > 0 AND at < $never AND $sign * at >= $sign * $edge
RETURN id, at ORDER BY $sign * at LIMIT $limit
