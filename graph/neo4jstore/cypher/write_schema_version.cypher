// The number of the last migration that this database has seen.
MATCH (n:ProcgraphSchema {key: 'schema'})
USING INDEX SEEK n:ProcgraphSchema(key)
RETURN n.version
