// title: Encoded or very long command lines
// question: Which commands were given to PowerShell in base64, or are longer than a person types?
// why: Encoding hides what runs from who reads the log.
// attack: T1059.001, T1027.010
// param: programs list = @powershells -- programs that take encoded commands
// param: flags list = @encoded-flags -- how the option is written, in lower case
// param: length int 100..100000 = 4000 -- a command line of so many characters is a hit for any program
// param: runs int 1..1000000 = 4 -- the same command line run more often than this in the case is left out
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row a command line, with its first process and how often it ran.
// false positives: Management agents encode their scripts too: what they run again and again is left out by "runs". Browsers, Java and build tools have long command lines; raise "length".
MATCH (p:Process) USING INDEX p:Process(caseName, key)
WHERE p.caseName = $case AND p.key IS NOT NULL AND p.commandLine IS NOT NULL
WITH p, toLower(p.commandLine) AS command
WITH p, command, p.imageName IN $programs AND any(flag IN $flags WHERE command CONTAINS flag) AS encoded
WHERE encoded OR size(command) >= $length
WITH p, command, encoded ORDER BY p.sortTime, p.key
WITH command, encoded, count(*) AS runs, count(DISTINCT p.hostKey) AS hosts, collect(p)[0] AS p
WHERE runs <= $runs
OPTIONAL MATCH (parent:Process)-[:SPAWNED]->(p)
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, parent.imageName AS parent, p.image AS image,
  CASE WHEN encoded THEN 'encoded' ELSE 'long' END AS kind, size(command) AS length, runs, hosts, p.commandLine AS commandLine,
  substring(parent.key, size($keyPrefix)) AS parentKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
