CALL () {
//include read_some_sessions
}
WITH s WHERE s.sortTime > $time OR (s.sortTime = $time AND s.key > $key)
WITH s ORDER BY s.sortTime, s.key LIMIT $limit
OPTIONAL MATCH (h:Host {key: s.sourceHostKey}) USING INDEX SEEK h:Host(key)
RETURN s.sortTime, s.key, s.exportLine, s.processCount, s.hostName, s.userName, h.name ORDER BY s.sortTime, s.key
