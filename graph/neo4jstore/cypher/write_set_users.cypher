// Every property by name: a whole map could hold the key, which would make the plan read all rows first.
UNWIND $rows AS r
MATCH (n:User {key: r.key})
USING INDEX SEEK n:User(key)
SET
  n.caseName = r.caseName, n.exportLine = r.exportLine, n.contentHash = r.contentHash, n.sid = r.sid, n.name = r.name,
  n.sortName = r.sortName, n.names = r.names, n.userKind = r.userKind, n.searchText = r.searchText
