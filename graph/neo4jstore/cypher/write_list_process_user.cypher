MATCH (n:Process)
USING INDEX SEEK n:Process(userKey, sortTime, key)
WHERE n.userKey = $key AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key
