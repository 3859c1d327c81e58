MATCH (p:Process) USING INDEX p:Process(caseName, sortTime, key)
WHERE p.caseName = $case AND $low <= p.sortTime <= $high AND p.key IS NOT NULL
//include part_matching
RETURN id(p), p.sortTime ORDER BY p.caseName DESC, p.sortTime DESC, p.key DESC LIMIT $limit
