MATCH (p:Process) USING INDEX p:Process(caseName, key)
WHERE p.caseName = $case AND p.key > $after AND p.key <= $until
//include part_matching
RETURN p
