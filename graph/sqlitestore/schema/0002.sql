-- Version 2 of a procgraph case file.
--
-- process.last was the end, else the start, else the start hint of a process.
-- It is now the last moment at which the process may have been alive: its end,
-- else the upper bound of its end, else, where it has a start or a start hint,
-- the largest number there is; 0 where no time is known.

-- A time in a line is RFC 3339 in UTC: 19 characters to the second, a point and up
-- to seven digits, "Z". From 1601 to 1970 there are 11644473600 seconds.
UPDATE process SET last = coalesce(
    (SELECT (CAST(strftime('%s', substr(t, 1, 19)) AS INTEGER) + 11644473600) * 10000000
            + CAST(substr(rtrim(substr(t, 21), 'Z') || '0000000', 1, 7) AS INTEGER)
        FROM (SELECT coalesce(l.line ->> '$.end', l.line ->> '$.end_not_after') AS t
            FROM process_line l WHERE l.id = process.id)
        WHERE t IS NOT NULL),
    CASE WHEN sort <> 0 THEN 9223372036854775807 ELSE 0 END);
