-- Search: what matches, best first.

-- name: found
-- ?1 is the whole text looked for. The image that is the text comes first, then
-- one that begins with it, then one that holds it, then all the rest.
SELECT p.id, CASE
    WHEN i.text IN (?1, ?1 || '.exe') THEN 0
    WHEN substr(i.text, 1, length(?1)) = ?1 THEN 1
    WHEN instr(i.text, ?1) > 0 THEN 2
    ELSE 3 END AS rank
FROM process p LEFT JOIN term i ON i.id = p.image WHERE

-- name: found-order
ORDER BY rank, p.sort, p.key
