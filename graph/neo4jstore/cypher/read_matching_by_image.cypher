MATCH (p:Process) USING INDEX p:Process(caseName, imageName)
WHERE p.caseName = $case AND p.imageName = $image
//include part_matching
RETURN p
