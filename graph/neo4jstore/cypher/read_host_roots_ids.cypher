MATCH (p:Process) USING INDEX p:Process(hostKey, root, sortTime, key)
WHERE p.hostKey = $host AND p.root = true AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
WITH p ORDER BY p.hostKey, p.root, p.sortTime, p.key
WITH collect(id(p)) AS ids
UNWIND range(0, size(ids) - 1, 10000) AS i
RETURN ids[i..i + 10000]
