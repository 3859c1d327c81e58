// What is stored of a host, to be compared. (The hint: how many nodes there are must not decide on the plan.)
MATCH (n:LogonSession)
USING INDEX SEEK n:LogonSession(hostKey, sortTime, key)
WHERE n.hostKey = $host AND n.sortTime IS NOT NULL AND n.key IS NOT NULL
RETURN n.key, n.contentHash
