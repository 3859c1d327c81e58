// Every property by name: a whole map could hold the key, which would make the plan read all rows first.
UNWIND $rows AS r
MATCH (n:LogonAttempt {key: r.key})
USING INDEX SEEK n:LogonAttempt(key)
SET
  n.caseName = r.caseName, n.exportLine = r.exportLine, n.contentHash = r.contentHash, n.hostKey = r.hostKey, n.userKey = r.userKey,
  n.targetUserKey = r.targetUserKey, n.processKey = r.processKey, n.sessionKey = r.sessionKey, n.eventId = r.eventId, n.time = r.time,
  n.status = r.status, n.subStatus = r.subStatus, n.logonType = r.logonType, n.count = r.count, n.sourceIp = r.sourceIp,
  n.targetHost = r.targetHost, n.claimedWorkstation = r.claimedWorkstation, n.hostName = r.hostName, n.userName = r.userName,
  n.targetUserName = r.targetUserName, n.sources = r.sources, n.sortTime = r.sortTime
