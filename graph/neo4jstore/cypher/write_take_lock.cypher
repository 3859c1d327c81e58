// plan: Eager. One node, read again after the SET that takes its lock.
// Takes the lock when it is free or has lapsed. The first SET takes the node's
// write lock, so that what follows decides on the newest state.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
SET c.asked = $token
WITH c
WHERE c.lockOwner IS NULL OR c.lockUntil <= timestamp() OR c.lockOwner = $token
SET c.lockOwner = $token, c.lockUntil = timestamp() + $milliseconds
RETURN c.lockOwner
