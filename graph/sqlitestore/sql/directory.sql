-- Hosts and users.

-- name: stored-hosts
SELECT key, hash FROM host;

-- name: put-hosts
INSERT INTO host (term, key, name, hash, line) VALUES /*row*/(?, ?, ?, ?, ?)/*end*/
ON CONFLICT (term) DO UPDATE SET name = excluded.name, hash = excluded.hash, line = excluded.line;

-- name: drop-host
DELETE FROM host WHERE key = ?;

-- name: stored-users
SELECT key, hash FROM user;

-- name: put-users
INSERT INTO user (term, key, name, hash, line, folded) VALUES /*row*/(?, ?, ?, ?, ?, ?)/*end*/
ON CONFLICT (term) DO UPDATE SET name = excluded.name, hash = excluded.hash, line = excluded.line, folded = excluded.folded;

-- name: drop-user
DELETE FROM user WHERE key = ?;

-- name: hosts
SELECT h.line, coalesce(g.processes, 0), coalesce(g.stubs, 0), coalesce(g.sessions, 0), coalesce(g.attempts, 0),
    coalesce(g.roots, 0), coalesce(g.standouts, 0), coalesce(g.process_first, ''), coalesce(g.process_last, '')
FROM host h LEFT JOIN host_graph g ON g.host = h.term ORDER BY h.name, h.key;

-- name: users
SELECT u.line, coalesce(sum(n.processes), 0), coalesce(sum(n.sessions), 0), count(n.host)
FROM (SELECT term, name, key, line FROM user WHERE (name, key) > (?1, ?2) OR ?3 ORDER BY name, key LIMIT ?4) u
LEFT JOIN user_number n ON n.user = u.term
GROUP BY u.term ORDER BY u.name, u.key;

-- name: user
SELECT u.line, coalesce(sum(n.processes), 0), coalesce(sum(n.sessions), 0), count(n.host)
FROM user u LEFT JOIN user_number n ON n.user = u.term
WHERE u.key = ? GROUP BY u.term;

-- name: count-users
SELECT count(*) FROM user;

-- name: graph-numbers
SELECT coalesce(sum(processes), 0), coalesce(sum(stubs), 0), coalesce(sum(sessions), 0), coalesce(sum(attempts), 0),
    coalesce(sum(failed_logons), 0), coalesce(sum(standouts), 0),
    (SELECT count(*) FROM host), (SELECT count(DISTINCT user) FROM user_number), (SELECT count(*) FROM warning),
    (SELECT coalesce(sum(observations), 0) FROM computer), (SELECT count(*) FROM file_report), (SELECT count(*) FROM computer WHERE touched)
FROM host_graph;

-- name: spans
SELECT first, last FROM host_graph WHERE first <> '';

-- name: warning-classes
SELECT class, count(*) FROM warning GROUP BY class ORDER BY count(*) DESC, class;
