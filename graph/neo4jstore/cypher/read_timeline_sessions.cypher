CALL () {
//include read_some_sessions
}
WITH s WHERE $session IS NULL OR s.key = $session
UNWIND [s.sortTime, s.lastTime] AS at
WITH id(s) AS id, at WHERE at > 0 AND at < $never AND $sign * at >= $sign * $edge
RETURN id, at ORDER BY $sign * at LIMIT $limit
