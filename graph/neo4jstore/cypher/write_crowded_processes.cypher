// The processes with more relationships than one transaction is to delete.
MATCH (n:Process)
USING INDEX SEEK n:Process(caseName, key)
WHERE n.caseName = $case AND n.key IS NOT NULL AND COUNT { (n)--() } > $most
RETURN n.key
