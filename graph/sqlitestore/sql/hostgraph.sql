-- Writing the graph of one host, as a difference from what is stored.

-- name: stored-sessions
SELECT id, hash, 0, key FROM session WHERE host = ?;

-- name: put-sessions
INSERT INTO session (id, key, host, user, sort, last, type, remote, processes, hash, line)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)/*end*/
ON CONFLICT (id) DO UPDATE SET user = excluded.user, sort = excluded.sort, last = excluded.last,
    type = excluded.type, remote = excluded.remote, processes = excluded.processes,
    hash = excluded.hash, line = excluded.line;

-- name: drop-session
DELETE FROM session WHERE id = ?;

-- name: stored-processes
SELECT id, hash, text, key FROM process WHERE host = ?;

-- name: count-processes
SELECT count(*) FROM process;

-- name: unordered-indexes
-- Those in which new processes, that come by key, land anywhere.
SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'process'
    AND name IN ('process_children', 'process_roots', 'process_pid', 'process_guid', 'process_text');

-- name: put-processes
INSERT INTO process (id, parent, host, user, session, image, text, pid, guid, observed, sort, last, children, hash, key)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)/*end*/
ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, user = excluded.user, session = excluded.session,
    image = excluded.image, text = excluded.text, pid = excluded.pid, guid = excluded.guid, observed = excluded.observed,
    sort = excluded.sort, last = excluded.last, children = excluded.children, hash = excluded.hash;

-- name: put-process-lines
INSERT INTO process_line (id, line) VALUES /*row*/(?, ?)/*end*/
ON CONFLICT (id) DO UPDATE SET line = excluded.line;

-- name: drop-process
DELETE FROM process WHERE id = ?;

-- name: drop-process-line
DELETE FROM process_line WHERE id = ?;

-- name: stored-attempts
SELECT id, hash, 0, key FROM attempt WHERE host = ?;

-- name: put-attempts
INSERT INTO attempt (id, key, host, sort, event, hash, line)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?)/*end*/
ON CONFLICT (id) DO UPDATE SET sort = excluded.sort, event = excluded.event, hash = excluded.hash, line = excluded.line;

-- name: drop-attempt
DELETE FROM attempt WHERE id = ?;

-- name: put-attempt-users
INSERT INTO attempt_user (user, attempt) VALUES /*row*/(?, ?)/*end*/ ON CONFLICT DO NOTHING;

-- name: drop-attempt-users
DELETE FROM attempt_user WHERE attempt = ?;

-- name: stored-warnings
SELECT id, hash, 0, key FROM warning WHERE host = ?;

-- name: put-warnings
INSERT INTO warning (id, key, host, class, about, hash, line)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?)/*end*/
ON CONFLICT (id) DO UPDATE SET class = excluded.class, about = excluded.about, hash = excluded.hash, line = excluded.line;

-- name: drop-warning
DELETE FROM warning WHERE id = ?;

-- name: standout-hash
SELECT coalesce((SELECT standout_hash FROM host_graph WHERE host = ?), 0);

-- name: drop-standouts
DELETE FROM standout WHERE host = ?;

-- name: put-standouts
INSERT INTO standout (host, urgency, sort, about, about_kind, rule, line)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?)/*end*/;

-- name: last-session
SELECT coalesce(max(id), 0) FROM session;

-- name: last-process
SELECT coalesce(max(id), 0) FROM process;

-- name: last-attempt
SELECT coalesce(max(id), 0) FROM attempt;

-- name: last-warning
SELECT coalesce(max(id), 0) FROM warning;

-- name: find-text
SELECT id, folded FROM search_text WHERE hash = ?;

-- name: last-text
SELECT coalesce(max(id), 0) FROM search_text;

-- name: add-texts
INSERT INTO search_text (id, hash, folded) VALUES /*row*/(?, ?, ?)/*end*/;

-- name: index-texts
INSERT INTO search_index (rowid, folded) SELECT id, folded FROM search_text WHERE id >= ?;

-- name: drop-unused-text
DELETE FROM search_text WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM process WHERE text = ?1);

-- name: unindex-text
DELETE FROM search_index WHERE rowid = ?;

-- name: put-host-graph
INSERT INTO host_graph (host, state, standout_hash, processes, stubs, sessions, attempts, failed_logons,
    roots, standouts, process_first, process_last, first, last)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (host) DO UPDATE SET state = excluded.state, standout_hash = excluded.standout_hash,
    processes = excluded.processes, stubs = excluded.stubs, sessions = excluded.sessions,
    attempts = excluded.attempts, failed_logons = excluded.failed_logons, roots = excluded.roots,
    standouts = excluded.standouts, process_first = excluded.process_first, process_last = excluded.process_last,
    first = excluded.first, last = excluded.last;

-- name: drop-host-graph
DELETE FROM host_graph WHERE host = ?;

-- name: drop-user-numbers
DELETE FROM user_number WHERE host = ?;

-- name: put-user-numbers
INSERT INTO user_number (user, host, processes, sessions) VALUES /*row*/(?, ?, ?, ?)/*end*/;

-- name: host-states
SELECT t.text, g.state FROM host_graph g JOIN term t ON t.id = g.host;

-- name: host-state-text
SELECT coalesce((SELECT state FROM host_graph WHERE host = ?), '');
