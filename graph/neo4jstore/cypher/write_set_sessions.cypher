// Every property by name: a whole map could hold the key, which would make the plan read all rows first.
UNWIND $rows AS r
MATCH (n:LogonSession {key: r.key})
USING INDEX SEEK n:LogonSession(key)
SET
  n.caseName = r.caseName, n.exportLine = r.exportLine, n.contentHash = r.contentHash, n.hostKey = r.hostKey, n.userKey = r.userKey,
  n.linkedKey = r.linkedKey, n.sourceHostKey = r.sourceHostKey, n.logonId = r.logonId, n.logonGuid = r.logonGuid,
  n.logonType = r.logonType, n.startTime = r.startTime, n.startHint = r.startHint, n.endTime = r.endTime, n.endVia = r.endVia,
  n.userLogoff = r.userLogoff, n.observed = r.observed, n.builtin = r.builtin, n.elevated = r.elevated, n.privileged = r.privileged,
  n.sourceIp = r.sourceIp, n.sourcePort = r.sourcePort, n.sourceLocal = r.sourceLocal, n.claimedWorkstation = r.claimedWorkstation,
  n.logonProcess = r.logonProcess, n.authPackage = r.authPackage, n.outboundIdentity = r.outboundIdentity, n.hostName = r.hostName,
  n.userName = r.userName, n.sources = r.sources, n.sortTime = r.sortTime, n.lastTime = r.lastTime, n.remote = r.remote,
  n.processCount = r.processCount
