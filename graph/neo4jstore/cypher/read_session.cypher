MATCH (s:LogonSession {key: $key}) USING INDEX SEEK s:LogonSession(key)
WHERE s.caseName = $case
OPTIONAL MATCH (h:Host {key: s.sourceHostKey}) USING INDEX SEEK h:Host(key)
RETURN s.sortTime, s.key, s.exportLine, s.processCount, s.hostName, s.userName, h.name
