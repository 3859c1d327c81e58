-- Search: what matches, best first.

-- name: found
-- ?1 is the whole text looked for. The image that is the text comes first, then
-- one that begins with it, then one that holds it, then all the rest.
SELECT p.id, CASE
    WHEN t.base IN (?1, ?1 || '.exe') THEN 0
    WHEN substr(t.base, 1, length(?1)) = ?1 THEN 1
    WHEN instr(t.base, ?1) > 0 THEN 2
    ELSE 3 END AS rank
FROM process p LEFT JOIN search_text t ON t.id = p.text WHERE

-- name: found-order
ORDER BY rank, p.sort, p.key
