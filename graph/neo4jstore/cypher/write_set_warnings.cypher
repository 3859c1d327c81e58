// Every property by name: a whole map could hold the key, which would make the plan read all rows first.
UNWIND $rows AS r
MATCH (n:Warning {key: r.key})
USING INDEX SEEK n:Warning(key)
SET
  n.caseName = r.caseName, n.exportLine = r.exportLine, n.contentHash = r.contentHash, n.hostKey = r.hostKey, n.class = r.class,
  n.about = r.about, n.aboutKey = r.aboutKey, n.detail = r.detail, n.time = r.time, n.log = r.log
