MATCH (s:LogonSession) USING INDEX s:LogonSession(userKey, sortTime, key)
WHERE s.userKey = $user AND s.sortTime IS NOT NULL AND s.key IS NOT NULL
//include part_sessions
RETURN s
