// title: Sources that name different parents
// question: For which processes do Sysmon and the Security log name different parents?
// why: A program may choose the parent that its child shows. The creator in 4688 is who really asked.
// attack: T1134.004
// param: everyday list = "svchost.exe", "consent.exe" -- claimed parents that the elevation service makes disagree
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row for each parent claimed. "tree" is the parent that the tree shows.
// false positives: Elevation: the service (svchost.exe) creates the process and gives it the asking program as parent. Those are left out; an empty list shows them.
MATCH (w:Warning {caseName: $case, class: 'parent-mismatch'}) USING INDEX w:Warning(caseName, class, key)
WHERE w.key IS NOT NULL
MATCH (p:Process {key: w.aboutKey})
WHERE NOT EXISTS { MATCH (p)-[:CLAIMED_PARENT]->(other:Process) WHERE other.imageName IN $everyday }
MATCH (p)-[claim:CLAIMED_PARENT]->(claimed:Process)
OPTIONAL MATCH (tree:Process)-[:SPAWNED]->(p)
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, p.image AS image, p.commandLine AS commandLine,
  claim.source AS source, coalesce(claimed.image, '?') AS claimedParent, coalesce(tree.image, '?') AS tree,
  substring(claimed.key, size($keyPrefix)) AS claimedKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key, source, claimedKey
LIMIT $limit
