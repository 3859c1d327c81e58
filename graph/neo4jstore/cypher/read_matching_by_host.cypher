MATCH (p:Process) USING INDEX p:Process(hostKey, sortTime, key)
WHERE p.hostKey = $host AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
//include part_matching
RETURN p
