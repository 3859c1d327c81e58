MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(sessionKey, sortTime, key)
WHERE a.sessionKey = $session AND a.sortTime IS NOT NULL AND a.key IS NOT NULL
//include part_attempts
