UNWIND $ids AS id
MATCH (s) WHERE id(s) = id
OPTIONAL MATCH (h:Host {key: s.sourceHostKey}) USING INDEX SEEK h:Host(key)
RETURN s.sortTime, s.key, s.exportLine, s.processCount, s.hostName, s.userName, h.name
