// title: Full ancestry of a process
// question: How did this process come to be: which processes led to it, under which users, and how sure is each step?
// why: The chain above a process tells a double-click from a document, a service, a remote command or a task.
// attack: T1059, T1204
// param: process key required -- the process to explain
// param: limit int 1..1000 = 100 -- the most steps
// hit: One row a step, step 0 being the process itself. "link" says how sure it is that this step started the one below: certain (by GUID), inferred (by PID and time) or disputed (sources name different parents).
// false positives: None: this is a view and no detection. A step with observed false was known by reference only, so its user may be missing.
MATCH (p:Process {key: $keyPrefix + $process})
MATCH path = (p)<-[:SPAWNED*0..100]-(a:Process)
WITH a, length(path) AS step, nodes(path)[length(path) - 1] AS below, last(relationships(path)) AS spawned
RETURN step, coalesce(a.startTime, a.startHint) AS time, a.hostName AS host, a.userName AS user, a.pid AS pid,
  coalesce(a.image, '?') AS image, a.commandLine AS commandLine,
  CASE WHEN step = 0 THEN null
    WHEN EXISTS { (below)-[:CLAIMED_PARENT]->(:Process) } THEN 'disputed'
    WHEN spawned.via = 'guid' THEN 'certain'
    ELSE 'inferred' END AS link,
  a.observed AS observed, a.remoteSourceIp AS remoteSource, substring(a.key, size($keyPrefix)) AS processKey
ORDER BY step
LIMIT $limit
