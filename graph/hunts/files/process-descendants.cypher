// title: All that a process started
// question: What did this process lead to, in the order of time?
// why: The descendants of a foothold are the intrusion on that host.
// attack: T1059
// param: process key required -- the process to begin with
// param: depth int 1..50 = 50 -- how many generations
// param: limit int 1..100000 = 1000 -- the most rows
// hit: One row a process, by start; generation 0 is the process itself.
// false positives: None: this is a view and no detection. What was started through a service, WMI or a task is below that service.
MATCH (p:Process {key: $keyPrefix + $process})
MATCH path = (p)-[:SPAWNED*0..50]->(d:Process)
WHERE length(path) <= $depth
RETURN length(path) AS generation, coalesce(d.startTime, d.startHint) AS time, d.endTime AS ended, d.userName AS user, d.pid AS pid,
  coalesce(d.image, '?') AS image, d.commandLine AS commandLine, d.integrityLevel AS integrity,
  substring(d.parentKey, size($keyPrefix)) AS parentKey, substring(d.key, size($keyPrefix)) AS processKey
ORDER BY d.sortTime, generation, d.key
LIMIT $limit
