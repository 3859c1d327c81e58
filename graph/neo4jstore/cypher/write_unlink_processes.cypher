// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (p:Process {key: k})-[r:RAN_ON|RAN_AS|STARTED_BY|IN_SESSION|CLAIMED_PARENT]->()
USING INDEX SEEK p:Process(key)
DELETE r
