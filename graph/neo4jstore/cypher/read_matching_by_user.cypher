MATCH (p:Process) USING INDEX p:Process(userKey, sortTime, key)
WHERE p.userKey = $user AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
//include part_matching
RETURN p
