MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, sortTime, key)
WHERE s.caseName = $case AND $low <= s.sortTime <= $high AND s.key IS NOT NULL AND ($session IS NULL OR s.key = $session)
//include part_sessions
RETURN id(s), s.sortTime ORDER BY s.caseName DESC, s.sortTime DESC, s.key DESC LIMIT $limit
