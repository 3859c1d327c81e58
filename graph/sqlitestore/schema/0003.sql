-- Version 3 of a procgraph case file.
--
-- Where sessions came from, and which process or session an attempt was made by:
-- a lineage across hosts asks for them. Most lines have none of the members.
CREATE INDEX session_source_host ON session (line ->> '$.source_host', sort, key) WHERE line ->> '$.source_host' IS NOT NULL;
CREATE INDEX session_source_ip ON session (line ->> '$.source_ip', sort, key) WHERE line ->> '$.source_ip' IS NOT NULL;
CREATE INDEX attempt_process ON attempt (line ->> '$.process', sort, key) WHERE line ->> '$.process' IS NOT NULL;
CREATE INDEX attempt_session ON attempt (line ->> '$.session', sort, key) WHERE line ->> '$.session' IS NOT NULL;
