-- The lines of the export, by key in byte order.

-- name: export-host
SELECT line FROM host ORDER BY key;

-- name: export-user
SELECT line FROM user ORDER BY key;

-- name: export-session
SELECT line FROM session ORDER BY key, host;

-- name: export-process
SELECT l.line FROM process p CROSS JOIN process_line l ON l.id = p.id ORDER BY p.key, p.host;

-- name: export-logon_attempt
SELECT line FROM attempt ORDER BY key, host;

-- name: export-warning
SELECT line FROM warning ORDER BY key, host;

-- name: node-process
SELECT l.line, t.text FROM process p CROSS JOIN process_line l ON l.id = p.id JOIN term t ON t.id = p.host
WHERE p.key = ? ORDER BY p.host LIMIT 1;

-- name: node-session
SELECT n.line, t.text FROM session n JOIN term t ON t.id = n.host WHERE n.key = ? ORDER BY n.host LIMIT 1;

-- name: node-logon_attempt
SELECT n.line, t.text FROM attempt n JOIN term t ON t.id = n.host WHERE n.key = ? ORDER BY n.host LIMIT 1;

-- name: host-state
SELECT state FROM host_graph WHERE host = (SELECT id FROM term WHERE text = ?);
