-- Version 7 of a procgraph case file.
--
-- Sessions by logon ID, as an analyst copies it from an event.
CREATE INDEX session_logon_id ON session (line ->> '$.logon_id', sort, key);
