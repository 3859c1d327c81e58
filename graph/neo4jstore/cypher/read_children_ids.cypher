MATCH (p:Process) USING INDEX p:Process(parentKey, sortTime, key)
WHERE p.parentKey = $parent AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
WITH p ORDER BY p.parentKey, p.sortTime, p.key
WITH collect(id(p)) AS ids
UNWIND range(0, size(ids) - 1, 10000) AS i
RETURN ids[i..i + 10000]
