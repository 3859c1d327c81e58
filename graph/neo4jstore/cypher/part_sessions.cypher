// The conditions of a filter of sessions.
WITH s
WHERE s.caseName = $case
  AND ($host IS NULL OR s.hostKey = $host)
  AND ($user IS NULL OR s.userKey = $user)
  AND ($sourceHost IS NULL OR s.sourceHostKey = $sourceHost)
  AND ($sourceIp IS NULL OR s.sourceIp = $sourceIp)
  AND ($logonId IS NULL OR s.logonId = $logonId)
  AND ($type IS NULL OR s.logonType = $type)
  AND (NOT $remote OR s.remote)
  AND ($from IS NULL OR s.lastTime >= $from)
  AND ($to IS NULL OR 1 <= s.sortTime <= $to OR (s.sortTime = 0 AND 1 <= s.lastTime <= $to))
