// What analysts wrote about things. The things are named by their keys: a note
// outlives the thing that it is about.
CREATE CONSTRAINT procgraph_note_key IF NOT EXISTS FOR (n:ProcgraphNote) REQUIRE n.key IS UNIQUE;
CREATE INDEX procgraph_note_case IF NOT EXISTS FOR (n:ProcgraphNote) ON (n.caseName, n.key);
