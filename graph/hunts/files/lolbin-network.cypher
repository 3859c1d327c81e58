// title: Programs of Windows told to use the network
// question: Which programs that come with Windows were told to fetch or run something from the network?
// why: Signed tools download and run code without bringing a program along.
// attack: T1105, T1218, T1197, T1059.001
// param: rules rules = @fetchers -- for each program, words that all stand in its command line, in lower case
// param: limit int 1..10000 = 200 -- the most rows
// hit: certutil.exe -urlcache -f http://…, mshta.exe http://…, PowerShell with DownloadString.
// false positives: Installers and management scripts download with PowerShell; msiexec installs from intranet servers. Encoded commands are not decoded here: see encoded-commands, and the overview's remarks, which do decode them.
UNWIND $rules AS rule
MATCH (p:Process {caseName: $case, imageName: rule.name}) USING INDEX p:Process(caseName, imageName)
WITH p, rule, toLower(coalesce(p.commandLine, '')) AS command
WHERE all(word IN rule.words WHERE command CONTAINS word)
WITH DISTINCT p
OPTIONAL MATCH (parent:Process)-[:SPAWNED]->(p)
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, parent.imageName AS parent, p.image AS image,
  p.commandLine AS commandLine, substring(parent.key, size($keyPrefix)) AS parentKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
