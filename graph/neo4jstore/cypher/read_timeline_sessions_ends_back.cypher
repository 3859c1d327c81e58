MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, lastTime)
WHERE s.caseName = $case AND $low <= s.lastTime <= $high AND ($session IS NULL OR s.key = $session)
//include part_sessions
RETURN id(s), s.lastTime ORDER BY s.caseName DESC, s.lastTime DESC LIMIT $limit
