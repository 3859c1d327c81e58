// Where a process stands. The case is asked for, because the key of another case can be typed.
MATCH (p:Process {key: $key}) USING INDEX SEEK p:Process(key)
WHERE p.caseName = $case
RETURN id(p), p.hostKey, p.childCount
