MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(hostKey, sortTime, key)
WHERE a.hostKey = $host AND a.sortTime IS NOT NULL AND a.key IS NOT NULL
//include part_attempts
