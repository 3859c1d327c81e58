MATCH (c:ProcgraphCase {key: $case})
USING INDEX SEEK c:ProcgraphCase(key)
RETURN c.key
