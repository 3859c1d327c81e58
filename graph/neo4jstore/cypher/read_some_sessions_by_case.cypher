MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, sortTime, key)
WHERE s.caseName = $case AND s.sortTime IS NOT NULL AND s.key IS NOT NULL
//include part_sessions
RETURN s
