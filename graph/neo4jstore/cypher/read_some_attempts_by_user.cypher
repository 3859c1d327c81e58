CALL () {
  MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(userKey, sortTime, key)
  WHERE a.userKey = $user AND a.sortTime IS NOT NULL AND a.key IS NOT NULL
  RETURN a
 UNION ALL
  MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(targetUserKey, sortTime, key)
  WHERE a.targetUserKey = $user AND a.sortTime IS NOT NULL AND a.key IS NOT NULL AND coalesce(a.userKey, '') <> $user
  RETURN a
}
//include part_attempts
