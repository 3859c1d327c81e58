// Makes the epoch odd, a new one even after a step that was never ended.
MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
WHERE c.lockOwner = $token
SET c.epoch = c.epoch + CASE c.epoch % 2 WHEN 0 THEN 1 ELSE 2 END, c.staged = $staged
