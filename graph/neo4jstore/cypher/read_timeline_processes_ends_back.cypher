MATCH (p:Process) USING INDEX p:Process(caseName, lastTime)
WHERE p.caseName = $case AND $low <= p.lastTime <= $high
//include part_matching
RETURN id(p), p.lastTime ORDER BY p.caseName DESC, p.lastTime DESC LIMIT $limit
