MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(processKey, sortTime, key)
WHERE a.processKey = $process AND a.sortTime IS NOT NULL AND a.key IS NOT NULL
//include part_attempts
