// A page of the whole list, in the order of the index.
CALL () {
  MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, sortTime, key)
  WHERE s.caseName = $case AND s.sortTime = $time AND s.key > $key
  RETURN s ORDER BY s.caseName, s.sortTime, s.key LIMIT $limit
 UNION ALL
  MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, sortTime, key)
  WHERE s.caseName = $case AND s.sortTime > $time AND s.key IS NOT NULL
  RETURN s ORDER BY s.caseName, s.sortTime, s.key LIMIT $limit
}
WITH s ORDER BY s.sortTime, s.key LIMIT $limit
OPTIONAL MATCH (h:Host {key: s.sourceHostKey}) USING INDEX SEEK h:Host(key)
RETURN s.sortTime, s.key, s.exportLine, s.processCount, s.hostName, s.userName, h.name ORDER BY s.sortTime, s.key
