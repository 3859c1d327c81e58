MATCH (p:Process) USING INDEX p:Process(parentKey, sortTime, key)
WHERE p.parentKey = $parent AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
RETURN coalesce(p.imageName, '') AS image, count(*) AS n ORDER BY n DESC, image LIMIT 20
