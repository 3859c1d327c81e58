// The conditions of a process filter.
WITH p
WHERE p.caseName = $case
  AND ($host IS NULL OR p.hostKey = $host)
  AND ($user IS NULL OR p.userKey = $user)
  AND ($session IS NULL OR p.sessionKey = $session)
  AND ($image IS NULL OR p.imageName = $image)
  AND ($observed IS NULL OR p.observed = $observed)
  AND ($from IS NULL OR p.lastTime >= $from)
  AND ($to IS NULL OR 1 <= p.sortTime <= $to OR (p.sortTime = 0 AND 1 <= p.lastTime <= $to))
  AND all(w IN $words WHERE coalesce(p.searchWhole, p.searchText, '') CONTAINS w.text
    OR p.userKey IN w.users OR p.pid = w.pid OR p.guid = w.guid)
