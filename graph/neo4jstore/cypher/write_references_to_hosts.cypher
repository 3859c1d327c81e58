// How many nodes name each of these hosts, in each role.
UNWIND $keys AS k
CALL (k) {
  MATCH (n:Process)
  USING INDEX SEEK n:Process(hostKey, sortTime, key)
  WHERE n.hostKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS process_host
}
CALL (k) {
  MATCH (n:LogonSession)
  USING INDEX SEEK n:LogonSession(hostKey, sortTime, key)
  WHERE n.hostKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS session_host
}
CALL (k) {
  MATCH (n:LogonSession)
  USING INDEX SEEK n:LogonSession(sourceHostKey)
  WHERE n.sourceHostKey = k
  RETURN count(n) AS session_source
}
CALL (k) {
  MATCH (n:LogonAttempt)
  USING INDEX SEEK n:LogonAttempt(hostKey, sortTime, key)
  WHERE n.hostKey = k AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
  RETURN count(n) AS attempt_host
}
RETURN k, process_host, session_host, session_source, attempt_host
