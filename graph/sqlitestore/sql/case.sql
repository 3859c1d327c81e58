-- The case as a whole: its version, interned texts, input reports.

-- name: version
SELECT (SELECT value FROM meta WHERE name = 'case') || '-' || (SELECT value FROM meta WHERE name = 'version');

-- name: set-identity
INSERT INTO meta (name, value) VALUES ('case', ?), ('version', '1');

-- name: bump-version
UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'version';

-- name: find-term
SELECT id FROM term WHERE text = ?;

-- name: add-term
INSERT INTO term (text) VALUES (?) RETURNING id;

-- name: put-file-report
INSERT INTO file_report (path, report) VALUES (?, ?)
ON CONFLICT (path) DO UPDATE SET report = excluded.report;

-- name: file-reports
SELECT report FROM file_report ORDER BY path;

-- name: clear
DELETE FROM term; DELETE FROM computer; DELETE FROM observation; DELETE FROM record_range;
DELETE FROM file_report; DELETE FROM host; DELETE FROM user; DELETE FROM session;
DELETE FROM process; DELETE FROM process_column; DELETE FROM process_line; DELETE FROM search_text; DELETE FROM attempt;
DELETE FROM attempt_user; DELETE FROM warning; DELETE FROM standout; DELETE FROM host_graph;
DELETE FROM user_number; DELETE FROM note;
INSERT INTO search_index (search_index) VALUES ('delete-all');
