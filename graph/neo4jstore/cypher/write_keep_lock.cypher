// plan: Eager. One node, read again after the SET that takes its lock.
// Checks and renews the lock; $changed moves the case's version on. No row: the lock is lost.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
SET c.asked = $token
WITH c
WHERE c.lockOwner = $token
SET c.lockUntil = timestamp() + $milliseconds, c.version = c.version + $changed
RETURN c.version
