-- Version 5 of a procgraph case file.
--
-- What analysts wrote about things: graph.Note as JSON. The things are named by
-- their keys, for a note outlives the thing that it is about.
CREATE TABLE note (
    kind  TEXT NOT NULL,
    about TEXT NOT NULL,
    note  TEXT NOT NULL,
    PRIMARY KEY (kind, about)
) WITHOUT ROWID;
