// The roots of a host behind a place.
CALL () {
  MATCH (p:Process) USING INDEX p:Process(hostKey, root, sortTime, key)
  WHERE p.hostKey = $host AND p.root = true AND p.sortTime = $time AND p.key > $key
  RETURN p ORDER BY p.hostKey, p.root, p.sortTime, p.key LIMIT $limit
 UNION ALL
  MATCH (p:Process) USING INDEX p:Process(hostKey, root, sortTime, key)
  WHERE p.hostKey = $host AND p.root = true AND p.sortTime > $time AND p.key IS NOT NULL
  RETURN p ORDER BY p.hostKey, p.root, p.sortTime, p.key LIMIT $limit
}
RETURN id(p), p.sortTime, p.key ORDER BY p.sortTime, p.key LIMIT $limit
