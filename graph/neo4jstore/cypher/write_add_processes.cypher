// New processes with all but their parents. They are the bulk of every import, so that
// nodes and relationships go in one statement. The properties stand by name: after a whole
// map the plan would read all rows before the next step.
UNWIND $rows AS r
CREATE (p:Process {
  key: r.key, caseName: r.caseName, exportLine: r.exportLine, contentHash: r.contentHash, hostKey: r.hostKey, guid: r.guid, pid: r.pid,
  image: r.image, imageName: r.imageName, commandLine: r.commandLine, currentDirectory: r.currentDirectory, startTime: r.startTime,
  startHint: r.startHint, endTime: r.endTime, endNotAfter: r.endNotAfter, exitStatus: r.exitStatus, observed: r.observed,
  parentVia: r.parentVia, parentKey: r.parentKey, root: r.root, userKey: r.userKey, sessionKey: r.sessionKey, startedByKey: r.startedByKey,
  integrityLevel: r.integrityLevel, tokenElevation: r.tokenElevation, sha256: r.sha256, sha1: r.sha1, md5: r.md5, imphash: r.imphash,
  hashes: r.hashes, originalFileName: r.originalFileName, description: r.description, product: r.product, company: r.company,
  fileVersion: r.fileVersion, terminalSessionId: r.terminalSessionId, remoteSourceIp: r.remoteSourceIp, sources: r.sources,
  hostName: r.hostName, userName: r.userName, childCount: r.childCount, sortTime: r.sortTime, lastTime: r.lastTime, flags: r.flags,
  severity: r.severity, searchText: r.searchText, searchWhole: r.searchWhole, searchLong: r.searchLong
})
WITH p, r
OPTIONAL MATCH (h:Host {key: r.hostKey})
USING INDEX SEEK h:Host(key)
FOREACH (x IN CASE WHEN h IS NULL THEN [] ELSE [h] END | CREATE (p)-[:RAN_ON]->(x))
WITH p, r
OPTIONAL MATCH (u:User {key: r.userKey})
USING INDEX SEEK u:User(key)
FOREACH (x IN CASE WHEN u IS NULL THEN [] ELSE [u] END | CREATE (p)-[:RAN_AS]->(x))
WITH p, r
OPTIONAL MATCH (b:User {key: r.startedByKey})
USING INDEX SEEK b:User(key)
FOREACH (x IN CASE WHEN b IS NULL THEN [] ELSE [b] END | CREATE (p)-[:STARTED_BY]->(x))
WITH p, r
OPTIONAL MATCH (s:LogonSession {key: r.sessionKey})
USING INDEX SEEK s:LogonSession(key)
FOREACH (x IN CASE WHEN s IS NULL THEN [] ELSE [s] END | CREATE (p)-[:IN_SESSION]->(x))
