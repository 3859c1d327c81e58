// plan: Eager. One node, read again after the SET that takes its lock.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
WHERE c.lockOwner = $token AND c.epoch % 2 = 1
SET c.epoch = c.epoch + 1, c.staged = false
