// plan: Eager. One node, read again after the SET that takes its lock.
// No row: the lock is lost.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
SET c.asked = $token
WITH c
WHERE c.lockOwner = $token
SET c.lockUntil = timestamp() + $milliseconds, c.epoch = c.epoch + c.epoch % 2, c.staged = false
RETURN c.epoch
