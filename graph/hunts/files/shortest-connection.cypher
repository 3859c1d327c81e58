// title: Shortest connection between two processes
// question: How are two processes connected: by ancestry and logons on one host, or by logons from one host to another?
// why: It shows in few steps whether two findings belong to one story.
// attack: T1021, T1078
// param: from key required -- one process
// param: to key required -- the other process
// param: limit int 1..100 = 50 -- the most steps
// hit: One row a step. On one host the way leads through parents, children and logon sessions. Across hosts it leads through sessions that provably came from the other host; a last step by ON_HOST (and not IN_SESSION) says only that the logon was there before.
// false positives: Everything on a host has a common ancestor: a way through services.exe or explorer.exe says little. Built-in sessions, which all services share, are no way.
UNWIND [$from, $to] AS end
MATCH (p:Process {key: $keyPrefix + end})
WITH collect(p) AS ends
WHERE size(ends) = 2
WITH ends[0] AS a, ends[1] AS b
WHERE a <> b
CALL (a, b) {
  WITH a, b WHERE a.hostKey = b.hostKey
  MATCH path = shortestPath((a)-[:SPAWNED|IN_SESSION|LINKED_TO*..60]-(b))
  WHERE none(n IN nodes(path) WHERE coalesce(n.builtin, false))
  RETURN path
UNION
  WITH a, b WHERE a.hostKey <> b.hostKey
  MATCH path = shortestPath((a)-[:SPAWNED|IN_SESSION|LINKED_TO|FROM_HOST|RAN_ON|ON_HOST*..20]-(b))
  WHERE none(n IN nodes(path) WHERE coalesce(n.builtin, false) OR n.logonType IS NOT NULL AND n.sortTime > a.sortTime AND n.sortTime > b.sortTime)
  RETURN path
}
UNWIND range(0, length(path)) AS step
WITH step, nodes(path)[step] AS n, nodes(path)[step - 1] AS previous, CASE WHEN step > 0 THEN relationships(path)[step - 1] END AS r
RETURN step, CASE WHEN r IS NULL THEN null WHEN startNode(r) = previous THEN '-' + type(r) + '->' ELSE '<-' + type(r) + '-' END AS relation,
  labels(n)[0] AS kind, coalesce(n.startTime, n.startHint) AS time, coalesce(n.hostName, n.name) AS host, n.userName AS user,
  coalesce(n.commandLine, n.image, n.name, 'logon ' + coalesce(n.logonId, '?') + coalesce(' of type ' + toString(n.logonType), '') + coalesce(' from ' + n.sourceIp, '')) AS what,
  substring(n.key, size($keyPrefix)) AS key
ORDER BY step
LIMIT $limit
