-- What analysts wrote about things.

-- name: notes
SELECT note FROM note ORDER BY kind, about;

-- name: note-about
SELECT note FROM note WHERE kind = ? AND about = ?;

-- name: count-other-notes
SELECT count(*) FROM note WHERE NOT (kind = ? AND about = ?);

-- name: put-note
INSERT INTO note (kind, about, note) VALUES (?, ?, ?)
ON CONFLICT (kind, about) DO UPDATE SET note = excluded.note;

-- name: drop-note
DELETE FROM note WHERE kind = ? AND about = ?;
