// Migrations run one after the other, so that the number only grows.
MERGE (n:ProcgraphSchema {key: 'schema'})
SET n.version = $version
