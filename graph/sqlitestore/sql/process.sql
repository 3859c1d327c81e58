-- Walking the process tree.

-- name: process-place
SELECT id, host, children FROM process WHERE key = ? ORDER BY host LIMIT 1;

-- name: process-rows
SELECT l.line, p.children, p.id, p.session, coalesce(h.name, ''), coalesce(u.name, '')
FROM json_each(?) j
CROSS JOIN process p ON p.id = j.value
CROSS JOIN process_line l ON l.id = p.id
LEFT JOIN host h ON h.term = p.host
LEFT JOIN user u ON u.term = p.user
ORDER BY j.key;

-- name: process-flags
-- Rows of one flag stand together. The severity of a warning is 0.
SELECT p.id, w.class, 0 FROM json_each(?1) j CROSS JOIN process p ON p.id = j.value CROSS JOIN warning w ON w.about = p.key
UNION
SELECT p.id, s.rule, -s.urgency FROM json_each(?1) j CROSS JOIN process p ON p.id = j.value
    CROSS JOIN standout s ON s.about = p.key AND s.about_kind = 'process'
ORDER BY 1, 2;

-- name: session-lines
SELECT s.id, s.line, coalesce(h.name, '')
FROM json_each(?) j CROSS JOIN session s ON s.id = j.value
LEFT JOIN host h ON h.key = json_extract(s.line, '$.source_host');

-- name: roots-page
SELECT id, sort, key FROM process WHERE parent < 0 AND (sort, key) > (?, ?) ORDER BY sort, key LIMIT ?;

-- name: children-page
SELECT id, sort, key FROM process WHERE parent = ? AND (sort, key) > (?, ?) ORDER BY sort, key LIMIT ?;

-- name: child-ids
SELECT id FROM process WHERE parent = ? ORDER BY sort, key LIMIT ?;

-- name: root-ids-among
SELECT p.id FROM json_each(?) j CROSS JOIN process p ON p.id = j.value WHERE p.parent < 0 ORDER BY p.sort, p.key;

-- name: child-ids-among
SELECT p.id FROM json_each(?) j CROSS JOIN process p ON p.id = j.value WHERE p.parent = ? ORDER BY p.sort, p.key;

-- name: place-of
SELECT sort, key FROM process WHERE id = ?;

-- name: place-and-image-of
SELECT sort, key, image FROM process WHERE id = ?;

-- name: child-images
SELECT coalesce(t.text, ''), c.n FROM (SELECT image, count(*) AS n FROM process WHERE parent = ? GROUP BY image) c
LEFT JOIN term t ON t.id = c.image ORDER BY c.n DESC, t.text LIMIT 20;

-- name: images-of
SELECT coalesce(t.text, ''), c.n
FROM (SELECT p.image, count(*) AS n FROM json_each(?) j CROSS JOIN process p ON p.id = j.value GROUP BY p.image) c
LEFT JOIN term t ON t.id = c.image ORDER BY c.n DESC, t.text LIMIT 20;

-- name: ancestors
WITH RECURSIVE up (id, n) AS (
    SELECT parent, 1 FROM process WHERE id = ?1 AND parent > 0
    UNION ALL
    SELECT p.parent, n + 1 FROM up JOIN process p ON p.id = up.id WHERE p.parent > 0
    LIMIT ?2
)
SELECT id FROM up ORDER BY n;

-- name: scope-of-host
SELECT coalesce((SELECT processes + stubs FROM host_graph WHERE host = (SELECT id FROM term WHERE text = ?)), 0);

-- name: scope-of-case
SELECT coalesce(sum(processes + stubs), 0) FROM host_graph;

-- name: term-of
SELECT coalesce((SELECT id FROM term WHERE text = ?), 0);
