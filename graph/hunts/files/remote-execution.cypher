// title: Remote execution soon after a network logon
// question: Where did WMI, WinRM or the service of a remote tool start a shell in or soon after a network logon?
// why: It is how commands are run on another computer with stolen credentials.
// attack: T1047, T1021.002, T1021.006, T1569.002
// param: parents list = @remote-hosts, @remote-services -- programs that start what another computer asked for
// param: shells list = @powershells, @script-hosts, @runners -- programs that run commands
// param: seconds int 1..3600 = 120 -- how long before the shell the network logon may have come
// param: limit int 1..10000 = 200 -- the most rows
// hit: "origin" is proven where the shell ran in the network logon itself, and possible where such a logon came shortly before.
// false positives: Management servers use WMI and WinRM every day; look at the source and the account. A possible origin is an account's latest network logon before the shell, that of the shell's own user where there is one, and no proof.
MATCH (parent:Process) USING INDEX parent:Process(caseName, imageName)
WHERE parent.caseName = $case AND parent.imageName IN $parents
MATCH (parent)-[:SPAWNED]->(p:Process) WHERE p.imageName IN $shells OR toLower(p.originalFileName) IN $shells
OPTIONAL MATCH (p)-[:IN_SESSION]->(own:LogonSession) WHERE own.remote AND own.logonType = 3
OPTIONAL CALL (p, own) {
  MATCH (s:LogonSession) USING INDEX s:LogonSession(hostKey, sortTime, key)
  WHERE s.hostKey = p.hostKey AND s.sortTime >= p.sortTime - $seconds * 10000000 AND s.sortTime <= p.sortTime
    AND s.key IS NOT NULL AND s.remote AND s.logonType = 3 AND own IS NULL
  MATCH (s)-[:OF_USER]->(:User {userKind: 'account'})
  RETURN s AS near
  ORDER BY coalesce(s.userKey = p.userKey, false) DESC, s.sortTime DESC, s.key
  LIMIT 1
}
WITH parent, p, own, coalesce(own, near) AS logon
WHERE logon IS NOT NULL
OPTIONAL MATCH (logon)-[:FROM_HOST]->(source:Host)
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, parent.imageName AS parent, p.image AS image,
  p.commandLine AS commandLine, CASE WHEN own IS NULL THEN 'possible' ELSE 'proven' END AS origin,
  logon.userName AS logonUser, logon.startTime AS logonTime, logon.sourceIp AS sourceIp, source.name AS sourceHost,
  substring(logon.key, size($keyPrefix)) AS sessionKey, substring(parent.key, size($keyPrefix)) AS parentKey,
  substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
