// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (a:LogonAttempt {key: k})-[r]->()
USING INDEX SEEK a:LogonAttempt(key)
DELETE r
