// title: Parents that Windows never gives
// question: Which processes of Windows were started by a program that never starts them?
// why: Malware bears the names of system processes, or is injected into them; the parent gives it away.
// attack: T1036.005, T1055, T1134.004
// param: expected map = @core-parents, @session-parents -- for each program the only programs that start it
// param: limit int 1..10000 = 200 -- the most rows
// hit: A svchost.exe below a shell, an lsass.exe that wininit.exe did not start.
// false positives: Parents whose image is not known are left out, and so are the Idle and System processes, which logs name in the system's language. Debuggers, sandboxes and some antivirus engines start copies of their own; add them to the table.
UNWIND keys($expected) AS child
MATCH (p:Process {caseName: $case, imageName: child}) USING INDEX p:Process(caseName, imageName)
MATCH (parent:Process)-[spawned:SPAWNED]->(p)
WHERE parent.imageName IS NOT NULL AND NOT parent.imageName IN $expected[child] AND NOT coalesce(parent.pid, -1) IN [0, 4]
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, parent.image AS parent, p.image AS image,
  p.commandLine AS commandLine, spawned.via AS via, $expected[child] AS expected,
  substring(parent.key, size($keyPrefix)) AS parentKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
