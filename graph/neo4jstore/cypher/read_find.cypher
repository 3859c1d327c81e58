CALL () {
  WITH 1 AS one WHERE $guid IS NOT NULL
  MATCH (p:Process) USING INDEX p:Process(caseName, guid)
  WHERE p.caseName = $case AND p.guid = $guid
  RETURN p
 UNION ALL
  WITH 1 AS one WHERE $guid IS NULL
  MATCH (p:Process) USING INDEX p:Process(caseName, pid)
  WHERE p.caseName = $case AND p.pid = $pid
  RETURN p
}
WITH p WHERE ($pid IS NULL OR p.pid = $pid) AND ($host IS NULL OR p.hostKey = $host)
RETURN id(p) ORDER BY p.sortTime, p.key LIMIT $limit
