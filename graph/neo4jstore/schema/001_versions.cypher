// Where the version of the schema is kept.
CREATE CONSTRAINT procgraph_schema_key IF NOT EXISTS FOR (n:ProcgraphSchema) REQUIRE n.key IS UNIQUE;
