// The conditions of a filter of attempts.
WITH a
WHERE a.caseName = $case
  AND ($host IS NULL OR a.hostKey = $host)
  AND ($user IS NULL OR a.userKey = $user OR a.targetUserKey = $user)
  AND ($process IS NULL OR a.processKey = $process)
  AND ($session IS NULL OR a.sessionKey = $session)
  AND ($event IS NULL OR a.eventId = $event)
  AND ($from IS NULL OR a.sortTime >= $from)
  AND ($to IS NULL OR 1 <= a.sortTime <= $to)
RETURN a
