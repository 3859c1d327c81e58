-- Events in the order of time.

-- name: session-moments
SELECT s.id, s.sort, s.last FROM session s WHERE

-- name: session-ids
s.id IN (SELECT value FROM json_each(?))
