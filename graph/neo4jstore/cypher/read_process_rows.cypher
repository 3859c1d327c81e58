// Ids are the server's own numbers of nodes: they are the cheapest to hold, to send and to look up,
// and are used only within one version of the case. Of the session only what a row shows: its line
// names thousands of records. The line is sent where the key may have been shortened.
UNWIND range(0, size($ids) - 1) AS i
MATCH (p) WHERE id(p) = $ids[i]
OPTIONAL MATCH (s:LogonSession {key: p.sessionKey}) USING INDEX SEEK s:LogonSession(key)
OPTIONAL MATCH (h:Host {key: s.sourceHostKey}) USING INDEX SEEK h:Host(key)
RETURN i, p.exportLine, p.childCount, p.hostName, p.userName, p.flags, p.severity,
  s.key, CASE WHEN size(s.key) > 200 THEN s.exportLine END,
  s.logonId, s.logonType, s.builtin, s.observed, s.sourceIp, s.sourceLocal, h.name
