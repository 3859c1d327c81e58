MATCH (s:LogonSession) USING INDEX s:LogonSession(sourceHostKey, sortTime, key)
WHERE s.sourceHostKey = $sourceHost AND s.sortTime IS NOT NULL AND s.key IS NOT NULL
//include part_sessions
RETURN s
