MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, logonId, sortTime, key)
WHERE s.caseName = $case AND s.logonId = $logonId AND s.sortTime IS NOT NULL AND s.key IS NOT NULL
//include part_sessions
RETURN s
