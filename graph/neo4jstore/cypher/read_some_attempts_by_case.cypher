MATCH (a:LogonAttempt) USING INDEX a:LogonAttempt(caseName, sortTime, key)
WHERE a.caseName = $case AND a.sortTime IS NOT NULL AND a.key IS NOT NULL
//include part_attempts
