CALL () {
//include read_some_attempts
}
WITH a WHERE a.sortTime > $time OR (a.sortTime = $time AND a.key > $key)
RETURN a.sortTime, a.key, a.exportLine ORDER BY a.sortTime, a.key LIMIT $limit
