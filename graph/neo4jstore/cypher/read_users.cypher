CALL () {
  MATCH (u:User) USING INDEX u:User(caseName, sortName, key)
  WHERE u.caseName = $case AND u.sortName = $name AND u.key > $key
  RETURN u ORDER BY u.caseName, u.sortName, u.key LIMIT $limit
 UNION ALL
  MATCH (u:User) USING INDEX u:User(caseName, sortName, key)
  WHERE u.caseName = $case AND u.sortName > $name AND u.key IS NOT NULL
  RETURN u ORDER BY u.caseName, u.sortName, u.key LIMIT $limit
}
WITH u ORDER BY u.sortName, u.key LIMIT $limit
CALL (u) {
  MATCH (n:ProcgraphUserNumber) USING INDEX n:ProcgraphUserNumber(userKey)
  WHERE n.userKey = u.key
  RETURN sum(n.processes) AS processes, sum(n.sessions) AS sessions, count(n) AS hosts
}
RETURN u.sortName, u.key, u.exportLine, processes, sessions, hosts ORDER BY u.sortName, u.key
