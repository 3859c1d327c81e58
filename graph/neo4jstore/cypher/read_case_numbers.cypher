// One row for each number: three questions at once.
CALL () {
  MATCH (h:Host) USING INDEX h:Host(caseName, key) WHERE h.caseName = $case AND h.key IS NOT NULL
  RETURN 'hosts' AS what, count(h) AS n
 UNION ALL
  MATCH (n:ProcgraphUserNumber) USING INDEX n:ProcgraphUserNumber(caseName, userKey) WHERE n.caseName = $case AND n.userKey IS NOT NULL
  RETURN 'users' AS what, count(DISTINCT n.userKey) AS n
 UNION ALL
  MATCH (c:ProcgraphComputer) USING INDEX c:ProcgraphComputer(caseName, name) WHERE c.caseName = $case AND c.name IS NOT NULL
  UNWIND [['observations', c.observations], ['behind', CASE WHEN c.touched THEN 1 ELSE 0 END]] AS number
  RETURN number[0] AS what, sum(number[1]) AS n
}
RETURN what, n
