// Of some processes, those with more relationships than one transaction is to delete.
UNWIND $keys AS k
MATCH (n:Process {key: k})
USING INDEX SEEK n:Process(key)
WHERE COUNT { (n)--() } > $most
RETURN n.key
