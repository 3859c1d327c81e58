// How many nodes name each of these users, in each role.
UNWIND $keys AS k
CALL (k) {
  MATCH (n:Process)
  USING INDEX SEEK n:Process(userKey, sortTime, key)
  WHERE n.userKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS process_user
}
CALL (k) {
  MATCH (n:Process)
  USING INDEX SEEK n:Process(startedByKey)
  WHERE n.startedByKey = k
  RETURN count(n) AS process_starter
}
CALL (k) {
  MATCH (n:LogonSession)
  USING INDEX SEEK n:LogonSession(userKey, sortTime, key)
  WHERE n.userKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS session_user
}
CALL (k) {
  MATCH (n:LogonAttempt)
  USING INDEX SEEK n:LogonAttempt(userKey, sortTime, key)
  WHERE n.userKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS attempt_user
}
CALL (k) {
  MATCH (n:LogonAttempt)
  USING INDEX SEEK n:LogonAttempt(targetUserKey, sortTime, key)
  WHERE n.targetUserKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS attempt_target
}
RETURN k, process_user, process_starter, session_user, attempt_user, attempt_target
