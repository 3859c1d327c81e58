// The children of a process behind a place. An index gives its order only when ORDER BY names all its columns.
CALL () {
  MATCH (p:Process) USING INDEX p:Process(parentKey, sortTime, key)
  WHERE p.parentKey = $parent AND p.sortTime = $time AND p.key > $key
  RETURN p ORDER BY p.parentKey, p.sortTime, p.key LIMIT $limit
 UNION ALL
  MATCH (p:Process) USING INDEX p:Process(parentKey, sortTime, key)
  WHERE p.parentKey = $parent AND p.sortTime > $time AND p.key IS NOT NULL
  RETURN p ORDER BY p.parentKey, p.sortTime, p.key LIMIT $limit
}
RETURN id(p), p.sortTime, p.key ORDER BY p.sortTime, p.key LIMIT $limit
