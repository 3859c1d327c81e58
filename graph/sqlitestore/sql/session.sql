-- Logon sessions, logon attempts, warnings and standouts: lists by time or class.

-- name: session-rows
SELECT s.sort, s.key, s.line, s.processes, coalesce(h.name, ''), coalesce(u.name, ''), coalesce(f.name, '')
FROM session s
LEFT JOIN host h ON h.term = s.host
LEFT JOIN user u ON u.term = s.user
LEFT JOIN host f ON f.key = json_extract(s.line, '$.source_host')
WHERE

-- name: session-order
ORDER BY s.sort, s.key LIMIT ?

-- name: count-sessions
SELECT count(*) FROM session s WHERE

-- name: session-host
s.host = (SELECT id FROM term WHERE text = ?)

-- name: session-user
s.user = (SELECT id FROM term WHERE text = ?)

-- name: session-from
s.last >= ?

-- name: session-to
(s.sort BETWEEN 1 AND ? OR (s.sort = 0 AND s.last BETWEEN 1 AND ?))

-- name: session-type
s.type = ?

-- name: session-remote
s.remote

-- name: session-source-host
s.line ->> '$.source_host' = ?

-- name: session-source-ip
s.line ->> '$.source_ip' = ?

-- name: session-logon-id
s.line ->> '$.logon_id' = ?

-- name: session-key
s.key = ?

-- name: session-after
(s.sort, s.key) > (?, ?)

-- name: attempt-rows
SELECT a.sort, a.key, a.line FROM attempt a WHERE

-- name: attempt-order
ORDER BY a.sort, a.key LIMIT ?

-- name: count-attempts
SELECT count(*) FROM attempt a WHERE

-- name: attempt-host
a.host = (SELECT id FROM term WHERE text = ?)

-- name: attempt-user
a.id IN (SELECT attempt FROM attempt_user WHERE user = (SELECT id FROM term WHERE text = ?))

-- name: attempt-from
a.sort >= ?

-- name: attempt-to
a.sort BETWEEN 1 AND ?

-- name: attempt-event
a.event = ?

-- name: attempt-process
a.line ->> '$.process' = ?

-- name: attempt-session
a.line ->> '$.session' = ?

-- name: attempt-after
(a.sort, a.key) > (?, ?)

-- name: warning-rows
SELECT w.class, w.key, w.line FROM warning w WHERE

-- name: warning-order
ORDER BY w.class, w.key LIMIT ?

-- name: count-warnings
SELECT count(*) FROM warning w WHERE

-- name: warning-class
w.class = ?

-- name: warning-about
w.about = ?

-- name: warning-after
(w.class, w.key) > (?, ?)

-- name: standout-rows
SELECT o.urgency, o.sort, o.about, o.rule, o.id, o.line FROM standout o WHERE

-- name: standout-order
ORDER BY o.urgency, o.sort, o.about, o.rule, o.id LIMIT ?

-- name: count-standouts
SELECT count(*) FROM standout o WHERE

-- name: standout-host
o.host = (SELECT id FROM term WHERE text = ?)

-- name: standout-after
(o.urgency, o.sort, o.about, o.rule, o.id) > (?, ?, ?, ?, ?)
