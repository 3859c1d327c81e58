// Every property by name: a whole map could hold the key, which would make the plan read all rows first.
UNWIND $rows AS r
MATCH (n:Process {key: r.key})
USING INDEX SEEK n:Process(key)
SET
  n.caseName = r.caseName, n.exportLine = r.exportLine, n.contentHash = r.contentHash, n.hostKey = r.hostKey, n.guid = r.guid,
  n.pid = r.pid, n.image = r.image, n.imageName = r.imageName, n.commandLine = r.commandLine, n.currentDirectory = r.currentDirectory,
  n.startTime = r.startTime, n.startHint = r.startHint, n.endTime = r.endTime, n.endNotAfter = r.endNotAfter, n.exitStatus = r.exitStatus,
  n.observed = r.observed, n.parentVia = r.parentVia, n.parentKey = r.parentKey, n.root = r.root, n.userKey = r.userKey,
  n.sessionKey = r.sessionKey, n.startedByKey = r.startedByKey, n.integrityLevel = r.integrityLevel, n.tokenElevation = r.tokenElevation,
  n.sha256 = r.sha256, n.sha1 = r.sha1, n.md5 = r.md5, n.imphash = r.imphash, n.hashes = r.hashes, n.originalFileName = r.originalFileName,
  n.description = r.description, n.product = r.product, n.company = r.company, n.fileVersion = r.fileVersion,
  n.terminalSessionId = r.terminalSessionId, n.remoteSourceIp = r.remoteSourceIp, n.sources = r.sources, n.hostName = r.hostName,
  n.userName = r.userName, n.childCount = r.childCount, n.sortTime = r.sortTime, n.lastTime = r.lastTime, n.flags = r.flags,
  n.severity = r.severity, n.searchText = r.searchText, n.searchWhole = r.searchWhole, n.searchLong = r.searchLong
