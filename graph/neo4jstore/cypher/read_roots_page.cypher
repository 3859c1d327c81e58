// The roots of the case behind a place.
CALL () {
  MATCH (p:Process) USING INDEX p:Process(caseName, root, sortTime, key)
  WHERE p.caseName = $case AND p.root = true AND p.sortTime = $time AND p.key > $key
  RETURN p ORDER BY p.caseName, p.root, p.sortTime, p.key LIMIT $limit
 UNION ALL
  MATCH (p:Process) USING INDEX p:Process(caseName, root, sortTime, key)
  WHERE p.caseName = $case AND p.root = true AND p.sortTime > $time AND p.key IS NOT NULL
  RETURN p ORDER BY p.caseName, p.root, p.sortTime, p.key LIMIT $limit
}
RETURN id(p), p.sortTime, p.key ORDER BY p.sortTime, p.key LIMIT $limit
