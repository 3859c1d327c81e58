MERGE (c:ProcgraphCase {key: $case})
ON CREATE SET c.caseName = $case, c.identity = $identity, c.version = 0, c.epoch = 0, c.staged = false
