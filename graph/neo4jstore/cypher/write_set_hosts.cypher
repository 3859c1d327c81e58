// Every property by name: a whole map could hold the key, which would make the plan read all rows first.
UNWIND $rows AS r
MATCH (n:Host {key: r.key})
USING INDEX SEEK n:Host(key)
SET
  n.caseName = r.caseName, n.exportLine = r.exportLine, n.contentHash = r.contentHash, n.name = r.name, n.sortName = r.sortName,
  n.aliases = r.aliases, n.machineGuidPart = r.machineGuidPart, n.addresses = r.addresses
