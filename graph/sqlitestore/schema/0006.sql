-- Version 6 of a procgraph case file.
--
-- session.last was the end, else the start, else the start hint of a session. It is
-- now the last moment at which the session may have been open: its end, else no end
-- (logs lose logoffs); 0 where no time is known.
UPDATE session SET last = 9223372036854775807
WHERE sort <> 0 AND json_extract(line, '$.end') IS NULL;
