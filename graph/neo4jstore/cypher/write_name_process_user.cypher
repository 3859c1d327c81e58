// $name is null when the directory no longer has it.
UNWIND $keys AS k
MATCH (n:Process {key: k})
USING INDEX SEEK n:Process(key)
SET n.userName = $name
