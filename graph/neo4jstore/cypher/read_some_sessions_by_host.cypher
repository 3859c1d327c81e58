MATCH (s:LogonSession) USING INDEX s:LogonSession(hostKey, sortTime, key)
WHERE s.hostKey = $host AND s.sortTime IS NOT NULL AND s.key IS NOT NULL
//include part_sessions
RETURN s
