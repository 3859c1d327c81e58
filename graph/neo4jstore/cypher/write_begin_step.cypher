// plan: Eager. One node, read again after the SET that takes its lock.
// Makes the epoch odd, a new one even after a step that was never ended. No row: the lock is lost.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
SET c.asked = $token
WITH c
WHERE c.lockOwner = $token
SET c.lockUntil = timestamp() + $milliseconds, c.epoch = c.epoch + CASE c.epoch % 2 WHEN 0 THEN 1 ELSE 2 END, c.staged = $staged
RETURN c.epoch
