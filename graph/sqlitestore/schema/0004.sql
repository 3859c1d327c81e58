-- Version 4 of a procgraph case file.
--
-- What a filter or a search looks at of all processes, packed: a million of them
-- are read in some 50 ms, where a million rows take a second. It replaces the
-- indexes that led from a user, a session or an image to its processes.
--
-- "data" holds a record of 43 bytes for each process whose id divided by 1024 is
-- "chunk", in the order of their ids. All numbers are big-endian: the id's remainder
-- (2 bytes), then parent, host, user, session, image and text (4 bytes each), observed
-- (1 byte), then sort and last (8 bytes each), with the meaning of process's columns.
CREATE TABLE process_column (
    chunk INTEGER PRIMARY KEY,
    data  BLOB NOT NULL
);

INSERT INTO process_column (chunk, data)
SELECT id / 1024, unhex(group_concat(printf('%04X%08X%08X%08X%08X%08X%08X%02X%016X%016X', id % 1024,
    parent & 0xffffffff, host & 0xffffffff, user & 0xffffffff, session & 0xffffffff, image & 0xffffffff, text & 0xffffffff,
    observed, sort, last), '' ORDER BY id))
FROM process GROUP BY id / 1024;

DROP INDEX process_user;
DROP INDEX process_session;
DROP INDEX process_image;
