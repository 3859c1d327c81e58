// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (s:LogonSession {key: k})-[r:ON_HOST|OF_USER|FROM_HOST|FROM_ADDRESS|LINKED_TO]->()
USING INDEX SEEK s:LogonSession(key)
DELETE r
