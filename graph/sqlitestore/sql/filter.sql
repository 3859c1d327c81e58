-- The conditions of a process filter; those that are asked for are joined by AND.

-- name: filtered-processes
SELECT p.id, p.parent FROM process p WHERE

-- name: filter-host
p.host = (SELECT id FROM term WHERE text = ?)

-- name: filter-user
p.user = (SELECT id FROM term WHERE text = ?)

-- name: filter-session
p.session IN (SELECT id FROM session WHERE key = ?)

-- name: filter-image
p.image = (SELECT id FROM term WHERE text = ?)

-- name: filter-from
p.last >= ?

-- name: filter-to
(p.sort BETWEEN 1 AND ? OR (p.sort = 0 AND p.last BETWEEN 1 AND ?))

-- name: filter-observed
p.observed = ?

-- name: filter-word
-- The index gives candidates; each is checked against its text.
(p.text IN (
    SELECT t.id FROM search_text t
    WHERE t.id IN (SELECT rowid FROM search_index WHERE search_index MATCH ?) AND instr(t.folded, ?) > 0)
OR p.user IN (SELECT term FROM user WHERE instr(folded, ?) > 0))

-- name: filter-short-word
-- A word of fewer than three characters has no trigram: all texts are looked through.
(p.text IN (SELECT t.id FROM search_text t WHERE instr(t.folded, ?) > 0)
OR p.user IN (SELECT term FROM user WHERE instr(folded, ?) > 0))

-- name: filter-pid
p.pid = ?

-- name: filter-guid
p.guid = ?
