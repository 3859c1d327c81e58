MATCH (u:User {key: $key}) USING INDEX SEEK u:User(key)
WHERE u.caseName = $case
CALL (u) {
  MATCH (n:ProcgraphUserNumber) USING INDEX n:ProcgraphUserNumber(userKey)
  WHERE n.userKey = u.key
  RETURN sum(n.processes) AS processes, sum(n.sessions) AS sessions, count(n) AS hosts
}
RETURN u.sortName, u.key, u.exportLine, processes, sessions, hosts
