// Which step is being written, and whether its writer lives. The clock is the server's.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
RETURN c.epoch, c.staged, c.lockOwner IS NOT NULL AND c.lockUntil > timestamp(), c.identity, c.version
