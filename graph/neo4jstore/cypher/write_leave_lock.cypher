// plan: Eager. One node, read again after the SET that takes its lock.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
SET c.asked = $token
WITH c
WHERE c.lockOwner = $token
REMOVE c.lockOwner, c.lockUntil, c.asked
