// A page of the whole list, in the order of the index.
CALL () {
  MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(caseName, sortTime, key)
  WHERE a.caseName = $case AND a.sortTime = $time AND a.key > $key
  RETURN a ORDER BY a.caseName, a.sortTime, a.key LIMIT $limit
 UNION ALL
  MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(caseName, sortTime, key)
  WHERE a.caseName = $case AND a.sortTime > $time AND a.key IS NOT NULL
  RETURN a ORDER BY a.caseName, a.sortTime, a.key LIMIT $limit
}
WITH a ORDER BY a.sortTime, a.key LIMIT $limit
RETURN a.sortTime, a.key, a.exportLine ORDER BY a.sortTime, a.key
