// The first children of each of some processes, with the number of their own.
UNWIND $ids AS i
MATCH (a) WHERE id(a) = i
CALL (a) {
  MATCH (p:Process) USING INDEX p:Process(parentKey, sortTime, key)
  WHERE p.parentKey = a.key AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
  WITH p ORDER BY p.parentKey, p.sortTime, p.key LIMIT $limit
  RETURN collect(id(p)) AS ids, collect(p.childCount) AS counts
}
RETURN i, ids, counts
