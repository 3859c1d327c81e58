-- Search: best first.

-- name: images-with
-- The image that is the text comes first, then one that begins with it, then one that holds it.
SELECT id, CASE
    WHEN text IN (?1, ?1 || '.exe') THEN 0
    WHEN substr(text, 1, length(?1)) = ?1 THEN 1
    ELSE 2 END
FROM term WHERE instr(text, ?1) > 0;

-- name: ids-by-key
SELECT p.id FROM json_each(?) j CROSS JOIN process p ON p.id = j.value WHERE p.key > ? ORDER BY p.key, p.host LIMIT ?;

-- name: all-ids-by-key
SELECT id FROM process WHERE key > ? ORDER BY key, host;
