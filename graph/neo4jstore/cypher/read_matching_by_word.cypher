// By a word that few processes hold: in their text or their user, or as PID or GUID.
CALL () {
  MATCH (p:Process) USING TEXT INDEX p:Process(searchText)
  WHERE p.searchText CONTAINS $needle AND p.caseName = $case
  RETURN p
 UNION
  MATCH (p:Process) USING INDEX p:Process(caseName, searchLong)
  WHERE p.caseName = $case AND p.searchLong = true
  RETURN p
 UNION
  UNWIND $word.users AS user
  MATCH (p:Process) USING INDEX p:Process(userKey, sortTime, key)
  WHERE p.userKey = user AND p.sortTime IS NOT NULL AND p.key IS NOT NULL
  RETURN p
 UNION
  MATCH (p:Process) USING INDEX p:Process(caseName, pid)
  WHERE p.caseName = $case AND p.pid = $word.pid
  RETURN p
 UNION
  MATCH (p:Process) USING INDEX p:Process(caseName, guid)
  WHERE p.caseName = $case AND p.guid = $word.guid
  RETURN p
}
//include part_matching
RETURN p
