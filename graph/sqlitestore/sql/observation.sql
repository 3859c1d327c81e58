-- The records as read, and what is known of the computers that wrote them.

-- name: find-computer
SELECT id FROM computer WHERE name = ?;

-- name: add-computer
INSERT INTO computer (name) VALUES (?) RETURNING id;

-- name: touch-computer
UPDATE computer SET touched = 1, observations = observations + ?2 WHERE id = ?1;

-- name: untouch-computer
UPDATE computer SET touched = 0 WHERE name = ?;

-- name: touched
SELECT name FROM computer WHERE touched ORDER BY name;

-- name: computers
SELECT name FROM computer ORDER BY name;

-- name: set-facts
UPDATE computer SET facts = ?2 WHERE id = ?1;

-- name: facts
SELECT name, facts FROM computer WHERE facts IS NOT NULL;

-- name: add-observations
INSERT OR IGNORE INTO observation (computer, log, record, id, file, delivery, content)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?)/*end*/;

-- name: merge-observation
-- What is kept must not depend on the order of deliveries: the smallest of each.
UPDATE observation SET
    resent = resent OR (?6 <> x'' AND delivery <> x'' AND delivery <> ?6),
    delivery = CASE WHEN delivery = x'' THEN ?6 WHEN ?6 = x'' THEN delivery ELSE min(delivery, ?6) END,
    content = min(content, ?7),
    file = CASE WHEN ?5 = 0 THEN file WHEN file = 0 THEN ?5
        WHEN (SELECT text FROM term WHERE term.id = ?5) < (SELECT text FROM term WHERE term.id = observation.file) THEN ?5
        ELSE file END
WHERE computer = ?1 AND log = ?2 AND record = ?3 AND id = ?4
    AND (content > ?7
        OR (?6 <> x'' AND (delivery = x'' OR delivery > ?6 OR (delivery <> ?6 AND NOT resent)))
        OR (?5 <> 0 AND (file = 0
            OR (SELECT text FROM term WHERE term.id = ?5) < (SELECT text FROM term WHERE term.id = observation.file))));

-- name: observations
SELECT id, resent, coalesce((SELECT text FROM term WHERE term.id = o.file), ''), delivery, content
FROM observation o WHERE computer = ? ORDER BY log, record, o.id;

-- name: observations-numbered
SELECT id, resent, coalesce((SELECT text FROM term WHERE term.id = o.file), ''), delivery, content
FROM observation o
WHERE computer = (SELECT id FROM computer WHERE name = ?1)
    AND log = (SELECT id FROM term WHERE text = ?2) AND record = ?3
ORDER BY o.id;

-- name: ranges-of-computer
SELECT coalesce(t.text, ''), r.lo, r.hi FROM record_range r LEFT JOIN term t ON t.id = r.log WHERE r.computer = ?;

-- name: ranges-of-log
SELECT lo, hi FROM record_range WHERE computer = ? AND log = ?;

-- name: drop-ranges
DELETE FROM record_range WHERE computer = ? AND log = ?;

-- name: add-ranges
INSERT INTO record_range (computer, log, lo, hi) VALUES /*row*/(?, ?, ?, ?)/*end*/;
