MATCH (p:Process) USING INDEX p:Process(sessionKey, sortTime, key)
WHERE p.sessionKey = $session AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
//include part_matching
RETURN p
