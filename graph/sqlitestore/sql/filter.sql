-- What a filter or a search needs beside the packed columns.

-- name: columns
SELECT chunk, data FROM process_column ORDER BY chunk;

-- name: columns-of-chunk
SELECT data FROM process_column WHERE chunk = ?;

-- name: put-columns
INSERT INTO process_column (chunk, data) VALUES (?, ?) ON CONFLICT (chunk) DO UPDATE SET data = excluded.data;

-- name: drop-columns
DELETE FROM process_column WHERE chunk = ?;

-- name: sessions-with-key
SELECT procgraph_ids(id) FROM session WHERE key = ?;

-- name: users-with
SELECT procgraph_ids(term) FROM user WHERE instr(folded, ?) > 0;

-- name: texts-with
SELECT procgraph_ids(id) FROM search_text WHERE instr(folded, ?) > 0;

-- name: texts-indexed
SELECT procgraph_ids(rowid) FROM search_index WHERE search_index MATCH ?;

-- name: count-indexed
SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?);

-- name: texts-among
-- The index gives candidates, of which each is checked against its text.
SELECT procgraph_ids(t.id) FROM search_text t
WHERE t.id IN (SELECT rowid FROM search_index WHERE search_index MATCH ?) AND instr(t.folded, ?) > 0;

-- name: processes-with-pid
SELECT procgraph_ids(id) FROM process WHERE pid = ?;

-- name: processes-with-guid
SELECT procgraph_ids(id) FROM process WHERE guid = ?;

-- name: identified-processes
SELECT p.id FROM process p WHERE

-- name: first-processes
ORDER BY p.sort, p.key LIMIT ?

-- name: filter-pid
p.pid = ?

-- name: filter-guid
p.guid = ?

-- name: filter-identity-host
-- A GUID or a PID selects more than a host does: the "+" keeps the index of hosts out.
+p.host = (SELECT id FROM term WHERE text = ?)
