// title: A jump of integrity or user from parent to child
// question: Which processes have a higher integrity level than their parent, or another account's token?
// why: UAC bypasses, token theft, runas and exploits show as a step up between a parent and its child.
// attack: T1548.002, T1134, T1068
// param: levels map = @integrity-ranks -- ranks of integrity levels, in lower case
// param: everyday list = "explorer.exe", "svchost.exe", "services.exe", "winlogon.exe", "consent.exe", "sihost.exe", "msiexec.exe", "taskhostw.exe", "wmiprvse.exe", "wininit.exe", "smss.exe", "userinit.exe" -- parents below which a jump is the rule
// param: limit int 1..10000 = 200 -- the most rows
// hit: fodhelper.exe of high integrity below a program of medium integrity; a shell of another account below a person's program.
// false positives: A consent prompt makes the asking program the parent of what it elevates; explorer.exe is left out for that. Browsers start renderers of low integrity from medium: that is a step down and no hit.
MATCH (p:Process) USING INDEX p:Process(caseName, key)
WHERE p.caseName = $case AND p.key IS NOT NULL
MATCH (parent:Process)-[:SPAWNED]->(p)
WHERE parent.imageName IS NOT NULL AND NOT parent.imageName IN $everyday
WITH p, parent, toInteger(head($levels[toLower(p.integrityLevel)])) AS level,
  toInteger(head($levels[toLower(parent.integrityLevel)])) AS parentLevel
WITH p, parent, level > parentLevel AND parentLevel > 1 AS up, p.userKey <> parent.userKey AS other
WHERE up OR other
OPTIONAL MATCH (parent)-[:RAN_AS]->(owner:User)
WITH p, parent, coalesce(up, false) AS up, coalesce(other AND owner.userKind = 'account', false) AS other
WHERE up OR other
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host,
  CASE WHEN up AND other THEN 'integrity and user' WHEN up THEN 'integrity' ELSE 'user' END AS jump,
  parent.image AS parent, parent.userName AS parentUser, parent.integrityLevel AS parentIntegrity, p.image AS image, p.userName AS user,
  p.integrityLevel AS integrity, p.commandLine AS commandLine,
  substring(parent.key, size($keyPrefix)) AS parentKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
